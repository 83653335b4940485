/** Which missing object has become which unexpected one: kind by kind, from the outside in. */

import { type Address, byCodeUnit, encodeAddress, kindOf, parseAddress } from "../../core/address.ts";
import type { Change, Renamed } from "../../core/change.ts";
import { groupBy } from "../../core/group-by.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { Kind } from "../../core/registered.ts";
import type { RelatedSides } from "../structure/inheritance.ts";
import { exchangedNames } from "./exchanged-names.ts";
import { isRival, type Likely, Likenesses, sharesOne } from "./likeness.ts";
import { Mentions } from "./mentions.ts";
import { NameMap, spelled } from "./name-map.ts";
import { PossibleRenames, rounded } from "./possible-renames.ts";
import { SameObject } from "./same-object.ts";
import { isLeftOpen, type SearchOptions } from "./search-options.ts";
import { united, Whereabouts, without } from "./whereabouts.ts";

/** Down to this score a pair that is not taken for one object is told as possible. */
const POSSIBLE = 0.5;
/** A pair that others mention alike is taken for one object if it would have this score under one name. */
const ALIKE_BUT_FOR_NAME = 0.7;
/** More pairs than this are not weighed against each other: that many objects were not renamed one by one. */
const MOST_PAIRS = 250_000;
/** More pairs than this are not asked for who mentions them. */
const MOST_MENTIONED = 2_500;

/** No SQL can hold this character: what has lost its name to another object is kept apart by it. */
const NAMELESS = "\0";

export class RenameSearch {
  readonly renamed: Renamed[] = [];
  readonly possible: PossibleRenames;
  /** From expected addresses to those the objects have now. */
  readonly map: NameMap;
  readonly same: SameObject;
  /** Expected objects whose name another one has taken, by the address they are kept at instead. */
  readonly nameless = new Map<string, string>();
  readonly #kinds: KindRegistry;
  readonly #sides: RelatedSides;
  readonly #options: SearchOptions;
  readonly #likenesses: Likenesses;
  readonly #mentions: Mentions;
  readonly #whereabouts: Whereabouts;
  readonly #proved: ReadonlyMap<string, readonly string[]>;
  /** By the address in actual. */
  readonly #taken = new Map<string, Renamed>();
  readonly #paired = new Set<string>();

  /**
   * @param changes between the two sides
   * @param hidden what addresses begin with of which one of the sides knows nothing
   */
  constructor(
    kinds: KindRegistry,
    sides: RelatedSides,
    changes: readonly Change[],
    hidden: readonly string[],
    options: SearchOptions,
  ) {
    this.#kinds = kinds;
    this.#sides = sides;
    this.possible = new PossibleRenames(kinds);
    this.#options = options;
    this.map = new NameMap(kinds);
    this.same = new SameObject(kinds, sides, this.map, options.parse);
    this.#likenesses = new Likenesses(kinds, sides, this.same);
    this.#mentions = new Mentions(kinds, sides, this.map, this.same);
    this.#whereabouts = new Whereabouts(sides, changes, hidden, this.map);
    this.#proved = groupBy(this.#whereabouts.visible(options.proved?.moves.keys() ?? []), kindOf);
    const ranked = kinds.all.filter(({ rename }) => rename).sort((a, b) => a.rank - b.rank);
    for (const kind of ranked) this.#search(kind);
    // Again: what is the same once the names of those within it, or beside it, are known: the sequence of a renamed table's column.
    for (const kind of ranked) this.#weighAll(kind);
    // Twice: a sequence is the same where the table is whose column owns it, and comes before it.
    for (const kind of [...ranked, ...ranked]) this.#searchElsewhere(kind);
    for (const kind of kinds.all) this.#follow(kind);
  }

  /** What is elsewhere by the names that were found: from where it was expected to where it is. */
  moves = (): ReadonlyMap<string, string> => this.#whereabouts.moves();

  #search(kind: Kind): void {
    for (const from of united(this.#proved.get(kind.name) ?? [], this.#whereabouts.moved(kind.name))) {
      const to = this.#options.proved?.now(from) ?? undefined;
      if (to !== undefined && this.#mayBe(kind, from, to)) this.#take(from, to, { by: "identity" });
    }
    for (const from of united(this.#displaced(kind), this.#whereabouts.moved(kind.name))) {
      const winner = this.#taken.get(this.map.spelled(from))?.address;
      if (winner === undefined || winner === from) continue;
      const { path } = this.map.of(parseAddress(from));
      const aside = {
        kind: kind.name,
        path: path.map((name, at) => (at === kind.rename?.place ? name + NAMELESS : name)),
      };
      this.map.add(parseAddress(from), aside);
      this.nameless.set(encodeAddress(aside), from);
    }
    this.#exchange(kind);
    this.#weighAll(kind);
  }

  /** Again and again: what names another one is the same once that is known to have another name. */
  #weighAll(kind: Kind): void {
    for (let found = -1; found < this.renamed.length; ) {
      found = this.renamed.length;
      for (const { missing, unexpected } of this.#groups(kind, this.#placeOf)) {
        this.possible.forget([...missing, ...unexpected]);
        this.#weigh(kind, missing, unexpected);
      }
    }
  }

  /** What is nothing but its definition, and has that of another one, which has its. */
  #exchange(kind: Kind): void {
    if (kind.rename?.likeness !== "definition") return;
    const altered = this.#whereabouts.altered(kind.name).filter((address) => !this.#paired.has(address));
    const isSame = (from: string, to: string) =>
      this.#likenesses.between(from, to) !== undefined && !this.#isTakenBelow(kind, from, to);
    for (const beside of groupBy(altered, (address) => this.#placeOf(kind, parseAddress(address))).values())
      for (const [from, to] of exchangedNames(this.#kinds, this.#sides, beside, isSame))
        this.#take(from, to, { by: "definition" });
  }

  /** Expected under a name that another one has taken. */
  #displaced({ name }: Kind): string[] {
    const { objects } = this.#sides.expected;
    return [...this.#taken.keys()].filter((address) => kindOf(address) === name && objects.has(address));
  }

  /** Among what is called the same in other schemas. */
  #searchElsewhere(kind: Kind): void {
    if (kind.rename?.schemaPlace === null) return;
    for (const { missing, unexpected } of this.#groups(kind, this.#nameOf)) {
      for (const from of missing) this.#takeAlong(from, unexpected);
      const isOpen = (address: string) => !this.#paired.has(address);
      this.#weigh(
        kind,
        missing.filter((from) => isOpen(from) && this.#canReturn(kind, from)),
        unexpected.filter(isOpen),
      );
    }
  }

  /** What went to another schema with what it follows is the same whatever else has become of it: a column's sequence. */
  #takeAlong(from: string, unexpected: readonly string[]): void {
    const leaders = this.#sides.expected.leaders(from);
    for (const to of unexpected)
      for (const leader of this.#sides.actual.leaders(to)) {
        const moved = this.#taken.get(leader);
        if (!moved || !leaders.includes(moved.address) || this.#paired.has(from) || this.#paired.has(to)) continue;
        if (moved.expected.address.path[0] !== moved.actual.address.path[0]) this.#take(from, to, moved.evidence);
      }
  }

  /** Whether nothing but the object's own name, or its schema, is another. */
  #mayBe(kind: Kind, from: string, to: string): boolean {
    const actual = this.#sides.actual.objects.get(to);
    if (actual?.address.kind !== kind.name) return false;
    const expected = this.map.of(parseAddress(from));
    if (this.#wholly(kind, expected) === this.#wholly(kind, actual.address)) return false;
    if (this.#isTakenBelow(kind, from, to)) return false;
    if (this.#placeOf(kind, expected) === this.#placeOf(kind, actual.address)) return true;
    // It could not make room.
    if (kind.rename?.onlyMoves && this.#sides.actual.objects.has(encodeAddress(expected))) return false;
    return this.#restOf(kind, expected) === this.#restOf(kind, actual.address) && this.#canReturn(kind, from);
  }

  /** Whether a copy of it, which is renamed with it, would have the name of another. */
  #isTakenBelow({ name, rename }: Kind, from: string, to: string): boolean {
    const { actual } = this.#sides;
    const below = rename?.passesDown ? actual.alikeBelow(actual.parent(to) ?? "") : [];
    const own = parseAddress(from).path.at(-1) ?? "";
    return below.some((at) => actual.objects.has(encodeAddress({ kind: name, path: [...parseAddress(at).path, own] })));
  }

  /** Where it stands and what it is called: where only types in that have other names, it follows them. */
  #wholly = (kind: Kind, { path }: Address): string => without(spelled(kind, path));
  /** Where it stands, whatever its name … */
  #placeOf = (kind: Kind, { path }: Address): string =>
    without(spelled(kind, path), kind.rename?.onlyMoves ? undefined : kind.rename?.place);
  /** … what it is called, wherever it stands … */
  #nameOf = (kind: Kind, { path }: Address): string => without(spelled(kind, path), kind.rename?.schemaPlace);
  /** … and what can be neither renamed nor moved: the arguments of a routine. */
  #restOf = (kind: Kind, { path }: Address): string =>
    without(spelled(kind, path), kind.rename?.place, kind.rename?.schemaPlace);

  /** Whether the schema is there that the object would be moved back to, or is made by a statement of its own, and first. */
  #canReturn(kind: Kind, from: string): boolean {
    return kind.within(parseAddress(from), null, {}).every((holder) => {
      const address = encodeAddress(holder);
      const { expected, actual } = this.#sides;
      if (!expected.objects.has(address) || actual.objects.has(this.map.spelled(address))) return true;
      return expected.leaders(address).length === 0;
    });
  }

  /** What is missing and what was not expected, by what must be the same of both. */
  *#groups(
    kind: Kind,
    keyOf: (kind: Kind, address: Address) => string,
  ): Iterable<{ readonly missing: readonly string[]; readonly unexpected: readonly string[] }> {
    const unexpected = groupBy(this.#whereabouts.unexpected(kind.name), (address) =>
      keyOf(kind, parseAddress(address)),
    );
    if (unexpected.size === 0) return;
    const missing = groupBy(this.#whereabouts.missing(kind.name), (address) =>
      keyOf(kind, this.map.of(parseAddress(address))),
    );
    for (const [place, found] of missing) {
      const others = unexpected.get(place) ?? [];
      if (found.length * others.length <= MOST_PAIRS) yield this.#apart(kind, found, others);
    }
  }

  /** Those that stand elsewhere than the others do. */
  #apart(kind: Kind, missing: readonly string[], unexpected: readonly string[]) {
    if (kind.typePlaces.length === 0) return { missing, unexpected };
    const before = new Map(missing.map((from) => [this.#wholly(kind, this.map.of(parseAddress(from))), from]));
    const now = new Map(unexpected.map((to) => [this.#wholly(kind, parseAddress(to)), to]));
    const besides = (some: ReadonlyMap<string, string>, others: ReadonlyMap<string, string>) =>
      [...some].flatMap(([place, address]) => (others.has(place) ? [] : [address]));
    return { missing: besides(before, now), unexpected: besides(now, before) };
  }

  #weigh(kind: Kind, missing: readonly string[], unexpected: readonly string[]): void {
    const pairs = missing
      .flatMap((from) => unexpected.flatMap((to) => this.#likenesses.between(from, to) ?? []))
      .filter((pair) => isLeftOpen(pair, this.#options.decided) && !this.#isTakenBelow(kind, pair.from, pair.to));
    const likely = pairs
      .filter(({ score, byDefinition }) => byDefinition || score >= POSSIBLE)
      .sort((a, b) => b.score - a.score || byCodeUnit(a.from, b.from) || byCodeUnit(a.to, b.to));
    const open = new Set(likely);
    const close = (pair: Likely) => {
      for (const other of open) if (sharesOne(pair, other)) open.delete(other);
    };
    for (const pair of pairs) {
      if (this.#options.decided?.pairs.get(pair.from) !== pair.to) continue;
      this.#take(pair.from, pair.to, { by: "score", score: rounded(pair.score) });
      close(pair);
    }
    for (const { pair, mentions } of this.#mentioned(kind, pairs)) {
      this.#take(pair.from, pair.to, this.#evidence(pair, mentions));
      close(pair);
    }
    const ambiguous = new Set<Likely>();
    for (const pair of likely) {
      if (!open.has(pair) || ambiguous.has(pair) || !(pair.byDefinition || this.#isConvincing(kind, pair))) continue;
      const rivals = pair.byDefinition
        ? []
        : [...open].filter((other) => isRival(pair, other) && this.#isConvincing(kind, other));
      for (const each of rivals.length > 0 ? [pair, ...rivals] : []) ambiguous.add(each);
      if (rivals.length > 0) continue;
      this.#take(pair.from, pair.to, this.#evidence(pair));
      close(pair);
    }
    for (const pair of likely.filter(this.#isUnpaired)) this.possible.tell(pair, ambiguous.has(pair));
  }

  /** Pairs that are alike but for the name, where what mentioned the one mentions the other, and no third. */
  #mentioned(kind: Kind, pairs: readonly Likely[]): { readonly pair: Likely; readonly mentions: number }[] {
    const alike = pairs
      .filter(({ byDefinition, butForName }) => !byDefinition && butForName >= ALIKE_BUT_FOR_NAME)
      .filter(this.#isUnpaired)
      .filter(({ from }) => !this.#wasDropped(kind, from));
    if (alike.length > MOST_MENTIONED) return [];
    const found = alike
      .map((pair) => ({ pair, mentions: this.#mentions.of(pair.from, pair.to) }))
      .filter(({ mentions }) => mentions > 0);
    const isAlone = ({ pair }: (typeof found)[number]) =>
      found.every(({ pair: other }) => other === pair || (other.from !== pair.from && other.to !== pair.to));
    return found.filter(isAlone);
  }

  #isUnpaired = ({ from, to }: Likely): boolean => !this.#paired.has(from) && !this.#paired.has(to);

  #evidence({ score, byDefinition }: Likely, mentions = 0): Renamed["evidence"] {
    if (byDefinition) return { by: "definition" };
    return score >= this.#options.threshold || mentions === 0
      ? { by: "score", score: rounded(score) }
      : { by: "mentions", score: rounded(score), mentions };
  }

  /** Alike enough, and not proved to be another. */
  #isConvincing(kind: Kind, { from, score }: Likely): boolean {
    return score >= this.#options.threshold && !this.#wasDropped(kind, from);
  }

  /**
   * What a witness knows and the database has no longer was dropped. What holds nothing but its definition is the same
   * all the same.
   */
  #wasDropped(kind: Kind, from: string): boolean {
    const { spec, facts } = this.#sides.expected.get(from);
    return this.#options.proved?.now(from) === null && !kind.rebuildable(spec, facts);
  }

  #take(address: string, to: string, evidence: Renamed["evidence"]): void {
    const [expected, actual] = [this.#sides.expected.get(address), this.#sides.actual.get(to)];
    const renamed: Renamed = { verb: "renamed", address, to, expected, actual, evidence };
    this.renamed.push(renamed);
    this.#taken.set(to, renamed);
    this.#paired.add(address).add(to);
    this.possible.forget([address, to]);
    this.map.add(expected.address, actual.address);
    this.same.add({ from: expected.address, to: actual.address });
  }

  /** Those whose address ends in the name of something renamed: a table in a publication, a function by its arguments. */
  #follow(kind: Kind): void {
    if (this.map.isEmpty) return;
    const unexpected = new Set(this.#whereabouts.unexpected(kind.name));
    const missing = unexpected.size === 0 ? [] : this.#whereabouts.missing(kind.name);
    if (missing.length * unexpected.size > MOST_PAIRS) return;
    for (const from of missing) {
      const address = parseAddress(from);
      const { place } = kind.rename ?? { place: -1 };
      const leaders = this.#sides.expected.leaders(from).map(this.map.spelled);
      const to = [...unexpected].find((other) => {
        const { path } = parseAddress(other);
        // Its own name is another only if it was renamed itself, or with what it follows.
        const led = this.#sides.actual.leaders(other).some((leader) => leaders.includes(leader));
        return (led || path[place] === address.path[place]) && this.same.path(address, parseAddress(other));
      });
      if (to === undefined) continue;
      unexpected.delete(to);
      this.map.add(address, parseAddress(to));
    }
  }
}
