/** What renames and moves actual back, step by step: the outer first, and a name only once nothing else has it. */

import { type Address, byCodeUnit, encodePath, kindOf, parseAddress } from "../../core/address.ts";
import type { Renamed } from "../../core/change.ts";
import type { Spec } from "../../core/kind.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { AnyRenaming } from "../../core/renaming.ts";
import type { Snapshot } from "../../core/snapshot.ts";
import type { Statement } from "../../core/statement.ts";
import { later } from "../structure/later.ts";
import { NameMap } from "./name-map.ts";

export interface Renaming {
  /** The address the object is expected at; of one that is merely moved aside: the one it has. */
  readonly address: string;
  readonly statement: Statement;
  /** null: nobody renamed it; its name is in the way. */
  readonly of: Renamed | null;
}

interface Step {
  readonly address: string;
  /** Where it stands by then, under the name that it has until then … */
  from: Address;
  /** … and the one it gets. */
  readonly to: Address;
  readonly rename: AnyRenaming;
  readonly of: Renamed | null;
  /** Where it stands before anything is renamed. */
  readonly now: Address;
  readonly names: NamesAt;
}

/** What nothing else can be called while an object has an address. */
type NamesAt = (at: Address) => readonly string[];

/**
 * @param comesAlong of what is renamed by the statement for another
 * @param unexpected addresses in actual, of what was expected under no name
 * @param leadersOf addresses in actual, of what gives an object its name: columns that it is inherited from
 */
export function renamings(
  kinds: KindRegistry,
  actual: Snapshot,
  renamed: readonly Renamed[],
  comesAlong: (renamed: Renamed) => boolean,
  unexpected: readonly string[],
  leadersOf: (address: string) => readonly string[],
): { readonly statements: readonly Renaming[]; readonly back: NameMap } {
  const back = new NameMap(
    kinds,
    renamed.map(({ expected, actual }) => [actual.address, expected.address]),
  );
  const namesOf = ({ kind }: Address, spec: Spec) => namesWith(kinds, kind, spec);
  const wanted = new Set(
    renamed.flatMap(({ expected: { address }, actual: { spec } }) => namesOf(address, spec)(address)),
  );
  const stepsOfRenamed = (): Step[] =>
    renamed
      .filter((each) => !comesAlong(each))
      .flatMap((each) => {
        const { address: now, spec } = each.actual;
        return step(kinds, back, each.address, each.expected.address, now, each, namesOf(now, spec));
      });
  const names = new Names(kinds, stepsOfRenamed(), actual);
  const asides: Step[] = [];
  const isUnexpected = new Set(unexpected);
  const aside = new Map<string, Address | null>();
  const putAside = (address: string): Address | null => {
    const known = aside.get(address);
    if (known !== undefined) return known;
    const at = parseAddress(address);
    const { rename } = kinds.get(at.kind);
    const taking = namesOf(at, actual.objects.get(address)?.spec ?? {});
    const now = back.of(at);
    const leaders = leadersOf(address);
    const namesake = leaders
      .filter((each) => kindOf(each) === at.kind && isUnexpected.has(each))
      .flatMap((each) => putAside(each) ?? [])[0];
    const taken = takenAlong(kinds, back, now, leaders);
    const arriving: NamesAt = (to) => [...taking(to), ...(taken ? taking(taken(to)) : [])];
    const isInTheWay = taken ? names.has(taking(taken(now))) : taking(now).some((name) => wanted.has(name));
    let to: Address | null = taken ? taken(now) : null;
    if (rename && namesake) to = { ...now, path: now.path.with(rename.place, namesake.path[rename.place] ?? "") };
    else if (rename && !rename.onlyMoves && isInTheWay) {
      const free = names.aside(now, rename.place, arriving);
      asides.unshift(...step(kinds, back, address, free, at, null, taking));
      to = taken ? taken(free) : free;
    }
    if (to) back.add(at, to);
    aside.set(address, to);
    return to;
  };
  // From the outside in: what stands in a table that makes room is there by then.
  for (const address of [...unexpected].sort((a, b) => depthAt(a) - depthAt(b))) putAside(address);
  // By now it is known which schemas make room: what is moved out of one stands there until then.
  return { statements: [...inOrder(kinds, [...asides, ...stepsOfRenamed()], names)], back };
}

/** Where an object comes to with what it follows, which goes home to its schema: the sequence of a moved table's column. */
function takenAlong(
  kinds: KindRegistry,
  back: NameMap,
  { kind, path }: Address,
  leaders: readonly string[],
): ((at: Address) => Address) | undefined {
  const { schemaPlace = null } = kinds.get(kind).rename ?? {};
  if (schemaPlace === null) return undefined;
  const schemas = leaders.map(parseAddress).flatMap((leader) => {
    const place = kinds.get(leader.kind).rename?.schemaPlace ?? null;
    return place === null ? [] : (back.of(leader).path[place] ?? []);
  });
  const schema = schemas.find((each) => each !== path[schemaPlace]);
  return schema === undefined ? undefined : (at) => ({ ...at, path: at.path.with(schemaPlace, schema) });
}

function step(
  kinds: KindRegistry,
  back: NameMap,
  address: string,
  to: Address,
  now: Address,
  of: Renamed | null,
  names: NamesAt,
): Step[] {
  const kind = kinds.get(to.kind);
  const { rename } = kind;
  if (!rename) return [];
  // All that it stands within has been renamed back by then, but the schema it is in may be another one.
  const [holder] = kind.within(now, null, {});
  const path = to.path.map((name, at) => {
    if (at === rename.place) return now.path[at] ?? name;
    return at === rename.schemaPlace && holder ? (back.of(holder).path[0] ?? name) : name;
  });
  return [{ address, from: { kind: to.kind, path }, to, rename, of, now, names }];
}

/**
 * Its path, which tables, views, types and what else shares a schema share; and what its own name takes beyond its place:
 * the index behind a constraint is named in the schema.
 */
function namesWith(kinds: KindRegistry, name: string, spec: Spec): NamesAt {
  const kind = kinds.get(name);
  return (at) => {
    const nameless = at.path.map((part, place) => (place === kind.rename?.place ? "" : part));
    const others = new Set(kind.occupies({ kind: name, path: nameless }, spec));
    return [encodePath(at.path), ...kind.occupies(at, spec).filter((each) => !others.has(each))];
  };
}

function* inOrder(kinds: KindRegistry, steps: readonly Step[], names: Names): Iterable<Renaming> {
  const rankOf = ({ to }: Step) => kinds.get(to.kind).rank;
  const waiting = [...steps].sort(
    (a, b) =>
      depthOf(a) - depthOf(b) ||
      Number(a.of !== null) - Number(b.of !== null) ||
      rankOf(a) - rankOf(b) ||
      byCodeUnit(a.address, b.address),
  );
  yield* clearedBelow(waiting, names);
  /** By name: how many of those that wait have it. */
  const held = new Map<string, number>();
  const hold = (step: Step, more: 1 | -1) => {
    for (const name of step.names(step.from)) held.set(name, (held.get(name) ?? 0) + more);
  };
  for (const each of waiting) hold(each, 1);
  const isTaken = (step: Step) => {
    const own = step.names(step.from);
    return step.names(step.to).some((name) => (held.get(name) ?? 0) > (own.includes(name) ? 1 : 0));
  };
  while (waiting.length > 0) {
    const depth = depthOf(waiting[0] as Step);
    const free = waiting.findIndex((each) => depthOf(each) === depth && !isTaken(each));
    // Names that have been exchanged: one of them makes room.
    const [next] = free >= 0 ? waiting.splice(free, 1) : waiting;
    hold(next as Step, -1);
    yield* free >= 0 ? spoken(next as Step, names) : madeRoom(next as Step, names);
    if (free < 0) hold(next as Step, 1);
  }
}

const depthAt = (address: string): number => parseAddress(address).path.length;

const depthOf = ({ to }: Step): number => to.path.length;

/** What stands deeper gets its name last, and may have one that is wanted further out: it makes room before all. */
function* clearedBelow(waiting: readonly Step[], names: Names): Iterable<Renaming> {
  const outermost = new Map<string, number>();
  for (const step of waiting)
    for (const name of step.names(step.to))
      outermost.set(name, Math.min(outermost.get(name) ?? Number.POSITIVE_INFINITY, depthOf(step)));
  for (const step of waiting) {
    const { address, from, now, rename, of } = step;
    const own = [...step.names(from), ...step.names(now)];
    if (rename.onlyMoves || !own.some((name) => (outermost.get(name) ?? depthOf(step)) < depthOf(step))) continue;
    const aside = of === null ? step.to : names.aside(from, rename.place, step.names);
    yield { address, statement: rename.statement(now, aside.path[rename.place] ?? ""), of };
    step.from = aside;
  }
}

function* spoken(step: Step, names: Names): Iterable<Renaming> {
  const { address, rename, to, of } = step;
  const { place, schemaPlace } = rename;
  const schema = schemaPlace === null ? undefined : to.path[schemaPlace];
  if (schemaPlace !== null && schema !== undefined && step.from.path[schemaPlace] !== schema) {
    const moved = () => ({
      kind: to.kind,
      path: step.from.path.map((name, at) => (at === schemaPlace ? schema : name)),
    });
    if (step.from.path[place] !== to.path[place] && names.has(step.names(moved()))) yield* madeRoom(step, names);
    yield { address, statement: rename.move(step.from, schema), of };
    step.from = moved();
  }
  const name = to.path[place] ?? "";
  if (step.from.path[place] !== name) yield { address, statement: rename.statement(step.from, name), of };
}

function* madeRoom(step: Step, names: Names): Iterable<Renaming> {
  const { address, from, rename, of } = step;
  const aside = names.aside(from, rename.place, step.names);
  yield { address, statement: rename.statement(from, aside.path[rename.place] ?? ""), of };
  step.from = aside;
}

/** Names that nothing has. */
class Names {
  readonly #taken: () => Set<string>;

  constructor(kinds: KindRegistry, steps: readonly Step[], actual: Snapshot) {
    const own = steps.flatMap(({ from, to, names }) => [...names(from), ...names(to)]);
    const others = () =>
      Array.from(actual.objects).flatMap(([address, { spec }]) => {
        const at = parseAddress(address);
        return [encodePath(at.path), ...kinds.get(at.kind).occupies(at, spec)];
      });
    // Few renames are in each other's way.
    this.#taken = later(() => new Set([...own, ...others()]));
  }

  has = (names: readonly string[]): boolean => names.some((name) => this.#taken().has(name));

  /** The same address with another name at its end, within the 63 bytes that PostgreSQL keeps. */
  aside({ kind, path }: Address, place: number, names: NamesAt): Address {
    for (let number = 1; ; number++) {
      const end = `_aside_${number}`;
      const aside = { kind, path: path.map((name, at) => (at === place ? within(name, 63 - end.length) + end : name)) };
      const spelled = names(aside);
      if (this.has(spelled)) continue;
      for (const name of spelled) this.#taken().add(name);
      return aside;
    }
  }
}

function within(name: string, bytes: number): string {
  let kept = name;
  while (Buffer.byteLength(kept) > bytes) kept = Array.from(kept).slice(0, -1).join("");
  return kept;
}
