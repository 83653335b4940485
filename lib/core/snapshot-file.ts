/** Reading a snapshot file: only one that is whole, and no more of it than is asked for. */

import { createHash } from "node:crypto";
import { createGunzip, gunzipSync } from "node:zlib";
import { mapSqlTexts, type SqlText } from "./canonical.ts";
import { DriftwatchError } from "./errors.ts";
import { fingerprint } from "./fingerprint.ts";
import type { Spec } from "./kind.ts";
import { type CatalogueObject, type Dependency, type Snapshot, SpelledObject } from "./snapshot.ts";
import { dependencyLine, envelope, objectLine } from "./snapshot-shape.ts";
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
export const openSnapshot = (content: string | Uint8Array, name = "the snapshot"): StoredSnapshot =>
  storedUnder(envelopeOf(verified(content, name), name), content, name);

/** As `openSnapshot`, and in pieces: the whole of a large snapshot takes more room than all else in a check. */
export async function openLargeSnapshot(content: Uint8Array, name = "the snapshot"): Promise<StoredSnapshot> {
  const hash = createHash("sha256");
  const front: Buffer[] = [];
  let digest: string | undefined;
  let isWhole = false;
  let begun: Buffer = Buffer.alloc(0);
  for await (const next of pieces(content, name)) {
    const piece = digest === undefined ? Buffer.concat([begun, next]) : next;
    if (digest === undefined) {
      begun = piece;
      // A file that is cut off shows only at its end that it is.
      if (!begun.includes("\n") && begun.length < PIECE) continue;
      digest = digestIn(begun, name);
      hash.update(begun.subarray(begun.indexOf("\n") + 1));
    } else hash.update(piece);
    if (isWhole) continue;
    // What marks the end of the front may lie across two pieces.
    isWhole = Buffer.concat([front.at(-1)?.subarray(-OBJECTS.length) ?? Buffer.alloc(0), piece]).includes(
      `\n${OBJECTS}`,
    );
    front.push(piece);
  }
  if (hash.digest("hex") !== (digest ?? digestIn(begun, name))) throw edited(name);
  return storedUnder(frontOf(Buffer.concat(front), name), content, name);
}

/** What a file says before its objects. */
const frontOf = (bytes: Buffer, name: string): Stored =>
  trusting(name, () => {
    const end = bytes.indexOf(`\n${OBJECTS}`);
    if (end < 0) throw new Error("a section is missing");
    return envelopeIn(bytes.subarray(bytes.indexOf("\n") + 1), end - bytes.indexOf("\n") - 1);
  });

async function* pieces(content: Uint8Array, name: string): AsyncIterable<Buffer> {
  if (!isPacked(content)) {
    const bytes = Buffer.from(content.buffer, content.byteOffset, content.length);
    for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
    return;
  }
  const unpacking = createGunzip({ chunkSize: PIECE });
  unpacking.end(content);
  try {
    yield* unpacking as AsyncIterable<Buffer>;
  } catch (cause) {
    throw damaged(name, cause);
  }
}

const PIECE = 1 << 18;

const envelopeOf = (bytes: Buffer, name: string): Stored => trusting(name, () => envelopeIn(bytes, sections(bytes)[0]));

const envelopeIn = (bytes: Buffer, end: number): Stored =>
  shaped<Stored>(JSON.parse(`{${bytes.toString("utf8", 0, end).replace(/,$/, "")}}`), envelope);

function shaped<T>(value: unknown, shape: (value: unknown) => boolean): T {
  if (shape(value)) return value as T;
  throw new Error("a part of it has another shape");
}

/** Keeps nothing of a file but its content as it came. */
const storedUnder = ({ texts, ...stored }: Stored, content: string | Uint8Array, name: string): StoredSnapshot => ({
  ...stored,
  unmodelled: stored.unmodelled ?? [],
  leftOut: stored.leftOut ?? [],
  texts: texts ?? [],
  read: () => trusting(name, () => decodeBody(verified(content, name), name)),
});

type Stored = Envelope & { readonly fingerprint: string; readonly texts?: readonly SqlText[] };

/** The bytes of a file that is whole. */
function verified(content: string | Uint8Array, name: string): Buffer {
  const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : decode(content, name);
  const digest = digestIn(bytes, name);
  const rest = bytes.subarray(bytes.indexOf("\n") + 1);
  if (createHash("sha256").update(rest).digest("hex") !== digest) throw edited(name);
  return rest;
}

/** What the first line says is the digest of all others. */
function digestIn(bytes: Buffer, name: string): string {
  const [, version, digest] = HEADER.exec(bytes.toString("latin1", 0, Math.max(0, bytes.indexOf("\n")))) ?? [];
  if (digest === undefined) throw notASnapshot(bytes.toString("latin1", 0, 100), name);
  if (VERSIONS.includes(Number(version))) return digest;
  throw new DriftwatchError(
    "snapshot-format",
    `${name} has snapshot format ${version} and this version reads format ${VERSIONS.join(" and ")}`,
    "use the version of driftwatch that wrote it, or take the snapshot again",
  );
}

/** Where what stands before the objects ends; and where the lines of the objects and of the dependencies begin. */
function sections(bytes: Buffer): [end: number, objects: number, dependencies: number] {
  const objects = bytes.indexOf(`\n${OBJECTS}`);
  const dependencies = bytes.lastIndexOf(`\n${DEPENDENCIES}`);
  if (objects < 0 || dependencies < objects) throw new Error("a section is missing");
  return [objects, objects + 1 + OBJECTS.length, dependencies + 1 + DEPENDENCIES.length];
}

function decodeBody(bytes: Buffer, name: string): Snapshot {
  const [end, objectsAt, dependenciesAt] = sections(bytes);
  const { fingerprint: print, texts = [], ...rest } = envelopeIn(bytes, end);
  const known = new Map(texts.map((item) => [keyOf(item), item]));
  const pool = new Map<string, Spec>();
  const objects = new Map<string, CatalogueObject>();
  for (const line of linesFrom(bytes, objectsAt)) {
    const [address, spec, facts] = shaped<[string, Spec, CatalogueObject["facts"]]>(line, objectLine);
    const key = JSON.stringify(spec);
    const shared =
      pool.get(key) ?? mapSqlTexts<Spec>(spec, (item) => (item.form ? item : (known.get(keyOf(item)) ?? item)));
    pool.set(key, shared);
    objects.set(address, new SpelledObject(address, shared, facts));
  }
  const dependencies: Dependency[] = [];
  for (const line of linesFrom(bytes, dependenciesAt)) {
    const [from, to, owned] = shaped<[string, string, boolean]>(line, dependencyLine);
    dependencies.push({ from, to, owned });
  }
  const snapshot: Snapshot = {
    ...{ ...rest, unmodelled: rest.unmodelled ?? [], leftOut: rest.leftOut ?? [] },
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
  if (!isPacked(content)) return Buffer.from(content.buffer, content.byteOffset, content.length);
  try {
    return gunzipSync(content);
  } catch (cause) {
    throw damaged(name, cause);
  }
}

const isPacked = (content: Uint8Array): boolean => content[0] === 0x1f && content[1] === 0x8b;

const damaged = (name: string, cause: unknown): DriftwatchError => corrupt(name, "it is no complete gzip file", cause);

const edited = (name: string): DriftwatchError =>
  corrupt(name, "its digest does not match its content: it was edited or damaged");

const RESTORE = "take the snapshot again or restore the file";
const corrupt = (name: string, what: string, cause?: unknown): DriftwatchError =>
  new DriftwatchError("snapshot-corrupt", `${name} cannot be trusted: ${what}`, RESTORE, { cause });

function notASnapshot(text: string, name: string): DriftwatchError {
  if (text.startsWith(`{"format":"${FORMAT}"`)) return corrupt(name, "its first line is damaged");
  const [what, remedy] = text.startsWith("PGDMP")
    ? ["an archive of pg_dump", "make SQL of it, which is read: `pg_restore --schema-only --file schema.sql ARCHIVE`"]
    : [text === "" ? "empty" : "not a driftwatch snapshot", "give a file that `driftwatch snapshot --out FILE` wrote"];
  return new DriftwatchError("snapshot-format", `${name} is ${what}`, remedy);
}
