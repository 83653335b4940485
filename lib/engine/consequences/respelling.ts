/** A name that shows in the definitions of others: when an extension moves, so do the types of the columns made of it. */

import { byCodeUnit, encodeAddress, encodePath } from "../../core/address.ts";
import { type Canonical, encode, isSqlText, isTexts } from "../../core/canonical.ts";
import { type Altered, type Change, objectOf } from "../../core/change.ts";
import { tokensIn } from "../../core/deparsed.ts";
import { exchanged } from "../../core/exchanged.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { AnyRule } from "../../core/rule.ts";
import { alterations, type RelatedSides } from "../structure/inheritance.ts";
import { texts } from "../structure/tree.ts";

interface Renaming {
  /** The new for the old. */
  readonly names: ReadonlyMap<string, string>;
  /** Where they stand: as names, or as what is quoted like a string. */
  readonly tokens: (text: string) => string[];
}

/**
 * Changes that say nothing but the new name, each with the alteration that gave it.
 * @param unasked only those that come back with the name, without a statement of their own
 */
export function respelled(
  kinds: KindRegistry,
  changes: readonly Change[],
  sides: RelatedSides,
  unasked = false,
): Map<Change, Altered> {
  const found = new Map<Change, Altered>();
  for (const cause of alterations(changes).values()) {
    const { recasts } = kinds.get(cause.actual.address.kind).rule(cause.attribute);
    // What is cast otherwise is taken down for that, and comes back.
    const renaming = recasts ? !unasked && RECAST : namedBy(kinds, cause);
    if (renaming)
      for (const change of new Respelling(kinds, changes, cause, renaming, sides).changes())
        if (!unasked || change.verb !== "altered" || isCarried(kinds, change, sides)) found.set(change, cause);
  }
  return found;
}

/** Whether it comes back with the name: it calls nothing otherwise itself, and stands on nothing else. */
function isCarried(kinds: KindRegistry, change: Altered, { expected, actual }: RelatedSides): boolean {
  const [before, after] = [expected.needs(change.address), actual.needs(change.address)];
  return !namedBy(kinds, change) && before.size === after.size && [...before].every((need) => after.has(need));
}

/** What an alteration calls otherwise; undefined where it does no such thing. */
function namedBy(kinds: KindRegistry, change: Altered): Renaming | undefined {
  const { spelledOut } = kinds.get(change.actual.address.kind).rule(change.attribute);
  const renaming = spelledOut === true ? renamingOf(change) : spelledOut ? listed(change, spelledOut) : undefined;
  return renaming?.names.size ? renaming : undefined;
}

/** Of the names that stand in a list. */
function listed(
  { from, to, expected, actual }: Altered,
  namesOf: Exclude<AnyRule["spelledOut"], boolean>,
): Renaming | undefined {
  const names = replacedIn(texts(namesOf(from, expected)), texts(namesOf(to, actual)));
  return names && { names, tokens: (text) => withoutAliases(namesIn(text), names) };
}

/** Of a name, or of those in a list that stand in the places of others. */
function renamingOf({ from, to }: Altered): Renaming | undefined {
  if (typeof from === "string" && typeof to === "string") return { names: new Map([[from, to]]), tokens: namesIn };
  const names = exchanged(texts(from), texts(to))?.names;
  return names?.size ? { names, tokens: literalsIn } : undefined;
}

/** The new for the old, unless there is more to it than that. */
function replacedIn(before: readonly string[], after: readonly string[]): ReadonlyMap<string, string> | undefined {
  const found = exchanged(before, after);
  return before.length !== after.length || found?.gone ? undefined : found?.names;
}

/** As PostgreSQL prints the casts that it needs, and around what. */
const CAST =
  /::(?:character varying|double precision|time(?:stamp)?(?:\(\d\))? with(?:out)? time zone|(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*)(?:\.(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*))?)(?:\(\d+(?:,-?\d+)?\))?(?:\[\])*|[()\s]/gu;
const RECAST: Renaming = {
  names: new Map(),
  tokens: (text) => namesIn(text.replaceAll(CAST, " ")).filter((token) => token !== " "),
};

/** Whether two values differ in nothing but casts and, where a function is named, what it is called with. */
export const alikeButForCasts = (a: Canonical, b: Canonical, callee: string | null): boolean =>
  alikeButFor(
    a,
    b,
    callee === null ? RECAST : { ...RECAST, tokens: (text) => RECAST.tokens(withoutArguments(text, callee)) },
  );

/** The text without what stands in the parentheses after the name. */
function withoutArguments(text: string, callee: string): string {
  let [kept, depth, called] = ["", 0, false];
  for (const token of tokensIn(text)) {
    if (depth > 0) depth += token === "(" ? 1 : token === ")" ? -1 : 0;
    else if (called && token === "(") depth = 1;
    else kept += token;
    called = namesIn(token).join("") === callee;
  }
  return kept;
}

class Respelling {
  readonly #kinds: KindRegistry;
  readonly #changes: readonly Change[];
  readonly #cause: Altered;
  readonly #renaming: Renaming;
  readonly #sides: RelatedSides;
  readonly #added: ReadonlyMap<string, Change>;

  constructor(
    kinds: KindRegistry,
    changes: readonly Change[],
    cause: Altered,
    renaming: Renaming,
    sides: RelatedSides,
  ) {
    this.#kinds = kinds;
    this.#changes = changes;
    this.#cause = cause;
    this.#renaming = renaming;
    this.#sides = sides;
    this.#added = new Map(
      changes.flatMap((change) => (change.verb === "added" ? [[this.#placeOf(change), change]] : [])),
    );
  }

  *changes(): Iterable<Change> {
    for (const change of this.#changes) {
      if (change === this.#cause || !this.#stands(change.address, change.verb)) continue;
      if (change.verb === "altered") {
        if (this.#alike(change.actual.address.kind, change.attribute, change.from, change.to)) yield change;
      } else if (change.verb === "removed") yield* this.#again(change);
    }
  }

  /** An object whose own address holds the name: it is gone under the one and there under the other. */
  *#again(removed: Change): Iterable<Change> {
    const added = this.#added.get(this.#placeOf(removed));
    if (!added || !this.#stands(added.address, "added") || !this.#isInPlace(removed.address, added.address)) return;
    const [before, after] = [objectOf(removed), objectOf(added)];
    const isAlike = ([attribute, from]: [string, Canonical]) =>
      this.#alike(after.address.kind, attribute, from, after.spec[attribute] ?? null);
    if (Object.entries(before.spec).every(isAlike)) yield* [removed, added];
  }

  /** Whether the object, or one that it stands within, is or needs what has got the new name. */
  #stands(address: string, verb: Change["verb"]): boolean {
    const side = verb === "removed" ? this.#sides.expected : this.#sides.actual;
    for (let at: string | undefined = address; at !== undefined; at = side.parent(at))
      if (at === this.#cause.address || side.needs(at).has(this.#cause.address)) return true;
    return false;
  }

  /** Whether what the two stand within is the same: what is in the new schema by itself has not come there with the other. */
  #isInPlace(was: string, is: string): boolean {
    const { expected, actual } = this.#sides;
    const [before, after] = [expected.parent(was), actual.parent(is)];
    if (before === after) return true;
    if (before === undefined || after === undefined) return false;
    const { address } = expected.get(was);
    const kind = this.#kinds.get(address.kind);
    // What is said of the extension's own, which is no object of ours, goes with it.
    const isItsOwn = kind.satellite && !expected.objects.has(encodeAddress(kind.host(address).address));
    const { address: cause } = this.#cause;
    if (isItsOwn && before === expected.parent(cause) && after === actual.parent(cause)) return true;
    if (!this.#stands(before, "removed") || !this.#stands(after, "added")) return false;
    const added = this.#added.get(this.#placeOf({ verb: "removed", address: before, expected: expected.get(before) }));
    return added?.address === after && this.#isInPlace(before, after);
  }

  #placeOf(change: Change): string {
    const { kind, path } = objectOf(change).address;
    const { names, tokens } = this.#renaming;
    return `${kind} ${encodePath(
      path.map(
        (name) =>
          names.get(name) ??
          tokens(name)
            .map((token) => names.get(token) ?? token)
            .join(""),
      ),
    )}`;
  }

  #alike(kind: string, attribute: string, from: Canonical, to: Canonical): boolean {
    const { verbatim } = this.#kinds.get(kind).rule(attribute);
    return verbatim ? encode(from) === encode(to) : alikeButFor(from, to, this.#renaming);
  }
}

/** Whether two values are equal but for the one name in place of the other. */
function alikeButFor(a: Canonical, b: Canonical, renaming: Renaming): boolean {
  if (typeof a === "string" && typeof b === "string") return alikeTexts(a, b, renaming);
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return a === b;
  if (isSqlText(a) && isSqlText(b)) return a.form === b.form || alikeTexts(a.text, b.text, renaming);
  if (isTexts(a) && isTexts(b)) return isSameSet(a, b, renaming);
  const [left, right] = [Object.entries(a), new Map<string, Canonical>(Object.entries(b))];
  return (
    left.length === right.size &&
    left.every(([key, item]) => right.has(key) && alikeButFor(item, right.get(key) ?? null, renaming))
  );
}

/** Lists of names, which are in another order under other names. */
const isSameSet = (a: readonly string[], b: readonly string[], { names }: Renaming): boolean =>
  encode(a.map((name) => names.get(name) ?? name).sort(byCodeUnit)) === encode([...b].sort(byCodeUnit));

function alikeTexts(a: string, b: string, { names, tokens }: Renaming): boolean {
  if (names.get(a) === b) return true;
  const [left, right] = [tokens(a), tokens(b)];
  return (
    left.length === right.length &&
    left.every((token, place) => token === right[place] || names.get(token) === right[place])
  );
}

/** What is selected under the name that it had keeps it: `amount AS total`. */
function withoutAliases(tokens: readonly string[], names: ReadonlyMap<string, string>): string[] {
  const isAlias = (at: number) => {
    const [name = "", a, as, b, alias = ""] = tokens.slice(at, at + 5);
    const said = a === " " && as === "AS" && b === " ";
    return said && (names.get(name) === alias || names.get(alias) === name);
  };
  const skipped = new Set(tokens.flatMap((_, at) => (isAlias(at) ? [at + 1, at + 2, at + 3, at + 4] : [])));
  return tokens.filter((_, at) => !skipped.has(at));
}

/** Names without their quotes, and every other character by itself. */
const namesIn = (text: string): string[] =>
  (text.match(/"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*|./gsu) ?? []).map((token) =>
    token.length > 1 && token.startsWith('"') ? token.slice(1, -1).replaceAll('""', '"') : token,
  );

/** Strings without their quotes, and every other character by itself. */
const literalsIn = (text: string): string[] =>
  (text.match(/'(?:[^']|'')*'|./gsu) ?? []).map((token) =>
    token.length > 1 && token.startsWith("'") ? token.slice(1, -1).replaceAll("''", "'") : token,
  );
