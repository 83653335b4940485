/** What renames and moves actual back, step by step: the outer first, and a name only once nothing else has it. */

import { type Address, byCodeUnit, encodePath, parseAddress } from "../core/address.ts";
import type { Renamed } from "../core/change.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import type { AnyRenaming } from "../core/renaming.ts";
import type { Snapshot } from "../core/snapshot.ts";
import type { Statement } from "../core/statement.ts";
import { later } from "./later.ts";
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
}

/**
 * @param comesAlong of what is renamed by the statement for another
 * @param unexpected addresses in actual, of what was expected under no name
 */
export function renamings(
  kinds: KindRegistry,
  actual: Snapshot,
  renamed: readonly Renamed[],
  comesAlong: (renamed: Renamed) => boolean,
  unexpected: readonly string[],
): { readonly statements: readonly Renaming[]; readonly back: NameMap } {
  const back = new NameMap(
    kinds,
    renamed.map(({ expected, actual }) => [actual.address, expected.address]),
  );
  const wanted = new Set(renamed.map(({ expected }) => JSON.stringify(expected.address.path)));
  const steps: Step[] = renamed
    .filter((each) => !comesAlong(each))
    .flatMap((each) => step(kinds, back, each.address, each.expected.address, each.actual.address, each));
  const names = new Names(steps, actual);
  for (const address of unexpected) {
    const at = parseAddress(address);
    const { rename } = kinds.get(at.kind);
    const { path } = back.of(at);
    if (!rename || rename.onlyMoves || !wanted.has(JSON.stringify(path))) continue;
    const aside = { kind: at.kind, path: names.aside(path, rename.place) };
    back.add(at, aside);
    steps.unshift(...step(kinds, back, address, aside, at, null));
  }
  return { statements: [...inOrder(kinds, steps, names)], back };
}

function step(
  kinds: KindRegistry,
  back: NameMap,
  address: string,
  to: Address,
  now: Address,
  of: Renamed | null,
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
  return [{ address, from: { kind: to.kind, path }, to, rename, of }];
}

function* inOrder(kinds: KindRegistry, steps: readonly Step[], names: Names): Iterable<Renaming> {
  const depthOf = ({ to }: Step) => to.path.length;
  const rankOf = ({ to }: Step) => kinds.get(to.kind).rank;
  const waiting = [...steps].sort(
    (a, b) =>
      depthOf(a) - depthOf(b) ||
      Number(a.of !== null) - Number(b.of !== null) ||
      rankOf(a) - rankOf(b) ||
      byCodeUnit(a.address, b.address),
  );
  /** By path: how many of those that wait have it. */
  const held = new Map<string, number>();
  const hold = ({ from }: Step, more: 1 | -1) =>
    held.set(encodePath(from.path), (held.get(encodePath(from.path)) ?? 0) + more);
  for (const each of waiting) hold(each, 1);
  const isTaken = ({ from, to }: Step) => (held.get(encodePath(to.path)) ?? 0) > (isAt(from, to) ? 1 : 0);
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

function* spoken(step: Step, names: Names): Iterable<Renaming> {
  const { address, rename, to, of } = step;
  const { place, schemaPlace } = rename;
  const schema = schemaPlace === null ? undefined : to.path[schemaPlace];
  if (schemaPlace !== null && schema !== undefined && step.from.path[schemaPlace] !== schema) {
    const moved = () => step.from.path.map((name, at) => (at === schemaPlace ? schema : name));
    if (step.from.path[place] !== to.path[place] && names.has(moved())) yield* madeRoom(step, names);
    yield { address, statement: rename.move(step.from, schema), of };
    step.from = { kind: to.kind, path: moved() };
  }
  const name = to.path[place] ?? "";
  if (step.from.path[place] !== name) yield { address, statement: rename.statement(step.from, name), of };
}

function* madeRoom(step: Step, names: Names): Iterable<Renaming> {
  const { address, from, rename, of } = step;
  const path = names.aside(from.path, rename.place);
  yield { address, statement: rename.statement(from, path[rename.place] ?? ""), of };
  step.from = { kind: from.kind, path };
}

/** Tables, views, types and what else shares a schema share its names. */
const isAt = (a: Address, b: Address): boolean =>
  a.path.length === b.path.length && a.path.every((name, at) => name === b.path[at]);

/** Names that nothing has. */
class Names {
  readonly #taken: () => Set<string>;

  constructor(steps: readonly Step[], actual: Snapshot) {
    const own = steps.flatMap(({ from, to }) => [encodePath(from.path), encodePath(to.path)]);
    // Few renames are in each other's way.
    this.#taken = later(() => new Set([...own, ...Array.from(actual.objects.keys(), pathOf)]));
  }

  has = (path: readonly string[]): boolean => this.#taken().has(encodePath(path));

  /** The same path with another name at its end, within the 63 bytes that PostgreSQL keeps. */
  aside(path: readonly string[], place: number): string[] {
    for (let number = 1; ; number++) {
      const end = `_aside_${number}`;
      const moved = path.map((name, at) => (at === place ? within(name, 63 - end.length) + end : name));
      const spelled = encodePath(moved);
      if (this.#taken().has(spelled)) continue;
      this.#taken().add(spelled);
      return moved;
    }
  }
}

const pathOf = (address: string): string => address.slice(address.indexOf(":") + 1);

function within(name: string, bytes: number): string {
  let kept = name;
  while (Buffer.byteLength(kept) > bytes) kept = Array.from(kept).slice(0, -1).join("");
  return kept;
}
