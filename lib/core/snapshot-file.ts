/** Reading a snapshot file: only one that is whole, and no more of it than is asked for. */

import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { mapSqlTexts, type SqlText } from "./canonical.ts";
import { DriftwatchError } from "./errors.ts";
import { fingerprint } from "./fingerprint.ts";
import type { Spec } from "./kind.ts";
import { type CatalogueObject, type Dependency, type Snapshot, SpelledObject } from "./snapshot.ts";
import { DEPENDENCIES, FORMAT, keyOf, OBJECTS } from "./snapshot-writer.ts";

/** 1 spelled the form of a text out wherever the text stood; 2 has a list of them. */
const VERSIONS = [1, 2];
const HEADER = new RegExp(`^\\{"format":"${FORMAT}","version":(\\d+),"digest":"([0-9a-f]{64})",$`);
/** All of a snapshot but what makes it large. */
type Envelope = Omit<Snapshot, "objects" | "dependencies">;

/** A snapshot file whose digest is right; the objects in it are read only when somebody asks for them. */
export interface StoredSnapshot extends Envelope {
  readonly fingerprint: string;
  /** Every SQL text in the objects, once. */
  readonly texts: readonly SqlText[];
  /** @throws DriftwatchError `snapshot-corrupt` */
  read(): Snapshot;
}

/**
 * Reads a snapshot file, gzipped or not.
 * @param name what to call it in an error
 * @throws DriftwatchError `snapshot-corrupt` (cut off, edited, damaged) or `snapshot-format` (not ours, or newer)
 */
export const parseSnapshot = (content: string | Uint8Array, name = "the snapshot"): Snapshot =>
  openSnapshot(content, name).read();

/** As `parseSnapshot`, but the objects are read only when they are asked for. */
export function openSnapshot(content: string | Uint8Array, name = "the snapshot"): StoredSnapshot {
  const bytes = verified(content, name);
  const [envelope] = trusting(name, () => sections(bytes));
  const { texts, ...stored } = trusting(name, () => JSON.parse(envelope) as Stored);
  return {
    ...stored,
    unmodelled: stored.unmodelled ?? [],
    leftOut: stored.leftOut ?? [],
    texts: texts ?? [],
    // From the content, and not from the bytes: those of a large snapshot take more room than all else in a check.
    read: () => trusting(name, () => decodeBody(verified(content, name), name)),
  };
}

type Stored = Envelope & { readonly fingerprint: string; readonly texts?: readonly SqlText[] };

/** The bytes of a file that is whole. */
function verified(content: string | Uint8Array, name: string): Buffer {
  const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : decode(content, name);
  const end = bytes.indexOf("\n");
  const header = HEADER.exec(bytes.toString("latin1", 0, Math.max(0, end)));
  if (!header) throw notASnapshot(bytes.toString("latin1", 0, 100), name);
  if (!VERSIONS.includes(Number(header[1])))
    throw new DriftwatchError(
      "snapshot-format",
      `${name} has snapshot format ${header[1]} and this version reads format ${VERSIONS.join(" and ")}`,
      "use the version of driftwatch that wrote it, or take the snapshot again",
    );
  const rest = bytes.subarray(end + 1);
  if (createHash("sha256").update(rest).digest("hex") !== header[2])
    throw corrupt(name, "its digest does not match its content: it was edited or damaged");
  return rest;
}

/** What stands before the objects, as JSON; and where the lines of the objects and of the dependencies begin. */
function sections(bytes: Buffer): [envelope: string, objects: number, dependencies: number] {
  const objects = bytes.indexOf(`\n${OBJECTS}`);
  const dependencies = bytes.lastIndexOf(`\n${DEPENDENCIES}`);
  if (objects < 0 || dependencies < objects) throw new Error("a section is missing");
  const envelope = `{${bytes.toString("utf8", 0, objects).replace(/,$/, "")}}`;
  return [envelope, objects + 1 + OBJECTS.length, dependencies + 1 + DEPENDENCIES.length];
}

function decodeBody(bytes: Buffer, name: string): Snapshot {
  const [head, objectsAt, dependenciesAt] = sections(bytes);
  const { fingerprint: print, texts = [], ...envelope } = JSON.parse(head) as Stored;
  const known = new Map(texts.map((item) => [keyOf(item), item]));
  const pool = new Map<string, Spec>();
  const objects = new Map<string, CatalogueObject>();
  for (const line of linesFrom(bytes, objectsAt)) {
    const [address, spec, facts] = line as [string, Spec, CatalogueObject["facts"]];
    const key = JSON.stringify(spec);
    const shared =
      pool.get(key) ?? mapSqlTexts<Spec>(spec, (item) => (item.form ? item : (known.get(keyOf(item)) ?? item)));
    pool.set(key, shared);
    objects.set(address, new SpelledObject(address, shared, facts));
  }
  const dependencies: Dependency[] = [];
  for (const line of linesFrom(bytes, dependenciesAt)) {
    const [from, to, owned] = line as [string, string, boolean];
    dependencies.push({ from, to, owned });
  }
  const snapshot: Snapshot = {
    ...{ ...envelope, unmodelled: envelope.unmodelled ?? [], leftOut: envelope.leftOut ?? [] },
    ...{ objects, dependencies },
  };
  if (fingerprint(snapshot) !== print) throw corrupt(name, "its fingerprint is not that of its objects");
  return snapshot;
}

/** The items of a list, one a line, up to its closing bracket. */
function* linesFrom(bytes: Buffer, start: number): Iterable<unknown> {
  let at = start + 1;
  while (bytes[at] === OPENING) {
    const end = bytes.indexOf("\n", at);
    const stop = bytes[end - 1] === COMMA ? end - 1 : end;
    yield JSON.parse(bytes.toString("utf8", at, stop));
    at = end + 1;
  }
}

const OPENING = "[".charCodeAt(0);
const COMMA = ",".charCodeAt(0);

/** Whatever goes wrong with bytes that nobody has damaged: they were not written by us. */
function trusting<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw cause instanceof DriftwatchError ? cause : corrupt(name, "its content is not a snapshot's", cause);
  }
}

function decode(content: Uint8Array, name: string): Buffer {
  if (content[0] !== 0x1f || content[1] !== 0x8b)
    return Buffer.from(content.buffer, content.byteOffset, content.length);
  try {
    return gunzipSync(content);
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
