/** A name that shows in the definitions of others: when an extension moves, so do the types of the columns made of it. */

import { encodePath } from "../core/address.ts";
import { type Canonical, isSqlText } from "../core/canonical.ts";
import { type Altered, type Change, objectOf } from "../core/change.ts";
import type { Spec } from "../core/kind.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import { alterations, type RelatedSides } from "./inheritance.ts";

type Pair = readonly [from: string, to: string];

/** Changes that say nothing but the new name, each with the alteration that gave it. */
export function respelled(kinds: KindRegistry, changes: readonly Change[], sides: RelatedSides): Map<Change, Altered> {
  const found = new Map<Change, Altered>();
  for (const cause of alterations(changes).values()) {
    const { from, to } = cause;
    if (!kinds.get(cause.actual.address.kind).rule(cause.attribute).spelledOut) continue;
    if (typeof from !== "string" || typeof to !== "string") continue;
    for (const change of new Respelling(changes, cause, [from, to], sides).changes()) found.set(change, cause);
  }
  return found;
}

class Respelling {
  readonly #changes: readonly Change[];
  readonly #cause: Altered;
  readonly #pair: Pair;
  readonly #sides: RelatedSides;
  readonly #added: ReadonlyMap<string, Change>;

  constructor(changes: readonly Change[], cause: Altered, pair: Pair, sides: RelatedSides) {
    this.#changes = changes;
    this.#cause = cause;
    this.#pair = pair;
    this.#sides = sides;
    this.#added = new Map(
      changes.flatMap((change) => (change.verb === "added" ? [[this.#placeOf(change), change]] : [])),
    );
  }

  *changes(): Iterable<Change> {
    for (const change of this.#changes) {
      if (change === this.#cause || !this.#stands(change.address, change.verb)) continue;
      if (change.verb === "altered") {
        if (this.#alike(change.from, change.to)) yield change;
      } else if (change.verb === "removed") yield* this.#again(change);
    }
  }

  /** An object whose own address holds the name: it is gone under the one and there under the other. */
  *#again(removed: Change): Iterable<Change> {
    const added = this.#added.get(this.#placeOf(removed));
    if (!added || !this.#stands(added.address, "added")) return;
    if (this.#alike(objectOf(removed).spec as Spec, objectOf(added).spec as Spec)) yield* [removed, added];
  }

  /** Whether the object, or one that it stands within, needs what has got the new name. */
  #stands(address: string, verb: Change["verb"]): boolean {
    const side = verb === "removed" ? this.#sides.expected : this.#sides.actual;
    for (let at: string | undefined = address; at !== undefined; at = side.parent(at))
      if (side.needs(at).has(this.#cause.address)) return true;
    return false;
  }

  #placeOf(change: Change): string {
    const { kind, path } = objectOf(change).address;
    const [from, to] = this.#pair;
    return `${kind} ${encodePath(
      path.map((name) =>
        tokens(name)
          .map((token) => (token === from ? to : token))
          .join("\0"),
      ),
    )}`;
  }

  #alike(from: Canonical, to: Canonical): boolean {
    return alikeButFor(from, to, this.#pair);
  }
}

/** Whether two values are equal but for the one name in place of the other. */
function alikeButFor(a: Canonical, b: Canonical, pair: Pair): boolean {
  if (typeof a === "string" && typeof b === "string") return alikeTexts(a, b, pair);
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return a === b;
  if (isSqlText(a) && isSqlText(b)) return a.form === b.form || alikeTexts(a.text, b.text, pair);
  const [left, right] = [Object.entries(a), new Map<string, Canonical>(Object.entries(b))];
  return (
    left.length === right.size &&
    left.every(([key, item]) => right.has(key) && alikeButFor(item, right.get(key) ?? null, pair))
  );
}

function alikeTexts(a: string, b: string, [from, to]: Pair): boolean {
  const [left, right] = [tokens(a), tokens(b)];
  return (
    left.length === right.length &&
    left.every((token, place) => token === right[place] || (token === from && right[place] === to))
  );
}

/** Names without their quotes, and every other character by itself. */
const tokens = (text: string): string[] =>
  (text.match(/"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*|./gsu) ?? []).map((token) =>
    token.length > 1 && token.startsWith('"') ? token.slice(1, -1).replaceAll('""', '"') : token,
  );
