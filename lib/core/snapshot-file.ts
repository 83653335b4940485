/** Snapshot file format 1: JSON, an object a line (so that version control shows what changed), its digest up front. */

import { gunzipSync, gzipSync } from "node:zlib";
import { parseAddress } from "./address.ts";
import type { Canonical } from "./canonical.ts";
import { DriftwatchError } from "./errors.ts";
import { fingerprint, sha256 } from "./fingerprint.ts";
import type { Spec } from "./kind.ts";
import type { CatalogueObject, Dependency, Snapshot } from "./snapshot.ts";

const FORMAT = "driftwatch-snapshot";
const VERSION = 1;
const HEADER = new RegExp(`^\\{"format":"${FORMAT}","version":(\\d+),"digest":"([0-9a-f]{64})",\\n`);

/** The snapshot as text. The same snapshot always gives the same bytes. */
export function serializeSnapshot(snapshot: Snapshot): string {
  const body = [
    `"fingerprint":${JSON.stringify(fingerprint(snapshot))}`,
    `"canonicaliser":${JSON.stringify(snapshot.canonicaliser)}`,
    `"server":${JSON.stringify(snapshot.server)}`,
    `"takenAt":${JSON.stringify(snapshot.takenAt)}`,
    `"scope":${JSON.stringify(snapshot.scope)}`,
    `"covers":${JSON.stringify(snapshot.covers)}`,
    `"unreadable":${JSON.stringify(snapshot.unreadable)}`,
    `"unmodelled":${JSON.stringify(snapshot.unmodelled)}`,
    `"leftOut":${lines(snapshot.leftOut)}`,
    `"objects":${lines(Array.from(snapshot.objects, ([address, { spec, facts }]) => [address, spec, facts]))}`,
    `"dependencies":${lines(snapshot.dependencies.map(({ from, to, owned }) => [from, to, owned]))}`,
  ].join(",\n");
  const rest = `${body}\n}\n`;
  return `{"format":"${FORMAT}","version":${VERSION},"digest":"${sha256(rest)}",\n${rest}`;
}

const lines = (items: readonly unknown[]): string =>
  items.length === 0 ? "[]" : `[\n${items.map((item) => JSON.stringify(item)).join(",\n")}\n]`;

/** The snapshot as bytes for a file of this name: gzip when it ends in `.gz`. */
export function packSnapshot(snapshot: Snapshot, name: string): Buffer {
  const text = Buffer.from(serializeSnapshot(snapshot), "utf8");
  return name.endsWith(".gz") ? gzipSync(text) : text;
}

/**
 * Reads a snapshot file, gzipped or not.
 * @param name what to call it in an error
 * @throws DriftwatchError `snapshot-corrupt` (cut off, edited, damaged) or `snapshot-format` (not ours, or newer)
 */
export function parseSnapshot(content: string | Uint8Array, name = "the snapshot"): Snapshot {
  const text = typeof content === "string" ? content : decode(content, name);
  const header = HEADER.exec(text);
  if (!header) throw notASnapshot(text, name);
  if (Number(header[1]) !== VERSION)
    throw new DriftwatchError(
      "snapshot-format",
      `${name} has snapshot format ${header[1]} and this version reads format ${VERSION}`,
      "use the version of driftwatch that wrote it, or take the snapshot again",
    );
  if (sha256(text.slice(header[0].length)) !== header[2])
    throw corrupt(name, "its digest does not match its content: it was edited or damaged");
  try {
    return decodeBody(JSON.parse(text) as Stored, name);
  } catch (cause) {
    throw cause instanceof DriftwatchError ? cause : corrupt(name, "its content is not a snapshot's", cause);
  }
}

interface Stored extends Omit<Snapshot, "objects" | "dependencies" | "leftOut"> {
  readonly fingerprint: string;
  /** Missing where nothing could be left out yet. */
  readonly leftOut?: Snapshot["leftOut"];
  readonly objects: readonly (readonly [string, Spec, { readonly [fact: string]: Canonical }])[];
  readonly dependencies: readonly (readonly [string, string, boolean])[];
}

function decodeBody(stored: Stored, name: string): Snapshot {
  const pool = new Map<string, Spec>();
  const objects = new Map<string, CatalogueObject>();
  for (const [address, spec, facts] of stored.objects) {
    const key = JSON.stringify(spec);
    const shared = pool.get(key) ?? spec;
    pool.set(key, shared);
    objects.set(address, { address: parseAddress(address), spec: shared, facts });
  }
  const { canonicaliser, server, takenAt, scope, covers, unreadable, unmodelled = [], leftOut = [] } = stored;
  const dependencies = stored.dependencies.map(([from, to, owned]): Dependency => ({ from, to, owned }));
  const snapshot: Snapshot = {
    ...{ canonicaliser, server, takenAt, scope, covers, objects, dependencies },
    ...{ unreadable, unmodelled, leftOut },
  };
  if (fingerprint(snapshot) !== stored.fingerprint) throw corrupt(name, "its fingerprint is not that of its objects");
  return snapshot;
}

function decode(content: Uint8Array, name: string): string {
  if (content[0] !== 0x1f || content[1] !== 0x8b) return Buffer.from(content).toString("utf8");
  try {
    return gunzipSync(content).toString("utf8");
  } catch (cause) {
    throw corrupt(name, "it is no complete gzip file", cause);
  }
}

const corrupt = (name: string, what: string, cause?: unknown): DriftwatchError =>
  new DriftwatchError(
    "snapshot-corrupt",
    `${name} cannot be trusted: ${what}`,
    "take the snapshot again or restore the file",
    {
      cause,
    },
  );

function notASnapshot(text: string, name: string): DriftwatchError {
  if (text.startsWith(`{"format":"${FORMAT}"`)) return corrupt(name, "its first line is damaged");
  return new DriftwatchError(
    "snapshot-format",
    `${name} is not a driftwatch snapshot`,
    "give a file that `driftwatch snapshot --out FILE` wrote",
  );
}
