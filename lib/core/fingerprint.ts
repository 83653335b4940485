/** SHA-256 over the canonical form: of one object, of some, of a snapshot. */

import { createHash, hash as digestOf } from "node:crypto";
import { encode } from "./canonical.ts";
import type { Spec } from "./kind.ts";
import type { CatalogueObject, Snapshot } from "./snapshot.ts";

const specs = new WeakMap<Spec, string>();

/** SHA-256 (base64) over the canonical encoding of a spec, worked out once. Equal exactly when the specs are. */
export function fingerprintSpec(spec: Spec): string {
  const known = specs.get(spec);
  if (known !== undefined) return known;
  const print = digestOf("sha256", encode(spec), "base64");
  specs.set(spec, print);
  return print;
}

/** Each piece given to the hash costs as much as some hundred characters. */
const CHUNK = 1 << 16;

/** SHA-256 (hex) of objects in the order they are given, each by its address and its spec. */
export function fingerprintOf(objects: Iterable<readonly [address: string, object: CatalogueObject]>): string {
  const hash = createHash("sha256");
  let waiting = "";
  for (const [address, object] of objects) {
    waiting += `${address}\t${fingerprintSpec(object.spec)}\n`;
    if (waiting.length < CHUNK) continue;
    hash.update(waiting);
    waiting = "";
  }
  return hash.update(waiting).digest("hex");
}

const snapshots = new WeakMap<Snapshot["objects"], string>();

/** SHA-256 (hex) of everything in the snapshot that can drift: 64 characters, equal exactly when the diff is empty. */
export function fingerprint(snapshot: Pick<Snapshot, "objects">): string {
  const known = snapshots.get(snapshot.objects);
  if (known !== undefined) return known;
  const print = fingerprintOf(snapshot.objects);
  snapshots.set(snapshot.objects, print);
  return print;
}

/** SHA-256 (hex) of any text. */
export const sha256 = (text: string): string => digestOf("sha256", text, "hex");
