/** Snapshot file format 2: JSON, an object a line (so that version control shows what changed), its digest up front. */

import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { byCodeUnit } from "./address.ts";
import { mapSqlTexts, type SqlText } from "./canonical.ts";
import { fingerprint } from "./fingerprint.ts";
import type { Spec } from "./kind.ts";
import type { Snapshot } from "./snapshot.ts";

export const FORMAT = "driftwatch-snapshot";
export const OBJECTS = '"objects":[';
export const DEPENDENCIES = '"dependencies":[';

/** The snapshot as text. The same snapshot always gives the same bytes. */
export const serializeSnapshot = (snapshot: Snapshot): string => Buffer.concat(bytesOf(snapshot)).toString("utf8");

/** The snapshot as bytes for a file of this name: gzip when it ends in `.gz`. */
export function packSnapshot(snapshot: Snapshot, name: string): Buffer {
  const bytes = Buffer.concat(bytesOf(snapshot));
  return name.endsWith(".gz") ? gzipSync(bytes) : bytes;
}

/** The file in pieces; the whole as one string would be too much for a large snapshot. */
function bytesOf(snapshot: Snapshot): Buffer[] {
  const { objects, dependencies, ...envelope } = snapshot;
  const pieces: Buffer[] = [];
  const hash = createHash("sha256");
  let waiting = "";
  const write = (text: string, last = false): void => {
    waiting += text;
    if (waiting.length < PIECE && !last) return;
    pieces.push(Buffer.from(waiting, "utf8"));
    hash.update(pieces.at(-1) as Buffer);
    waiting = "";
  };
  for (const [key, value] of Object.entries({ fingerprint: fingerprint(snapshot), ...envelope }))
    write(`${JSON.stringify(key)}:${JSON.stringify(value)},\n`);
  const texts = textsOf(objects);
  const bare = withoutForms(texts);
  for (const line of list('"texts":[', texts.values())) write(line);
  for (const line of list(`,\n${OBJECTS}`, objects, ([address, { spec, facts }]) => [address, bare(spec), facts]))
    write(line);
  for (const line of list(`,\n${DEPENDENCIES}`, dependencies, ({ from, to, owned }) => [from, to, owned])) write(line);
  write("\n}\n", true);
  return [Buffer.from(`{"format":"${FORMAT}","version":2,"digest":"${hash.digest("hex")}",\n`), ...pieces];
}

const PIECE = 1 << 16;

function* list<T>(opening: string, items: Iterable<T>, spell: (item: T) => unknown = (item) => item): Iterable<string> {
  yield opening;
  let separator = "\n";
  for (const item of items) {
    yield separator + JSON.stringify(spell(item));
    separator = ",\n";
  }
  yield separator === "\n" ? "]" : "\n]";
}

/** The distinct SQL texts of some objects, in canonical order. */
function textsOf(objects: Snapshot["objects"]): ReadonlyMap<string, SqlText> {
  const found = new Map<string, SqlText>();
  for (const spec of new Set(Array.from(objects.values(), (object) => object.spec)))
    mapSqlTexts<Spec>(spec, (item) => {
      found.set(keyOf(item), item);
      return item;
    });
  return new Map([...found].sort(([a], [b]) => byCodeUnit(a, b)));
}

export const keyOf = ({ $sql, text }: SqlText): string => `${$sql}:${text}`;

/** Leaves out of specs, of which many are the same, what the list of texts says. */
function withoutForms(texts: ReadonlyMap<string, SqlText>): (spec: Spec) => Spec {
  const done = new Map<Spec, Spec>();
  const bare = (item: SqlText) =>
    texts.get(keyOf(item))?.form === item.form ? ({ $sql: item.$sql, text: item.text } as SqlText) : item;
  return (spec) => {
    const known = done.get(spec) ?? mapSqlTexts<Spec>(spec, bare);
    done.set(spec, known);
    return known;
  };
}
