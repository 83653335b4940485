/** What renames actual back, step by step: the outer first, and a name only once nothing else has it. */

import { type Address, byCodeUnit } from "../core/address.ts";
import type { Renamed } from "../core/change.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import type { Snapshot } from "../core/snapshot.ts";
import type { Statement } from "../core/statement.ts";
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
  readonly place: number;
  readonly of: Renamed | null;
}

/**
 * @param comesAlong of what is renamed by the statement for another
 * @param isUnexpected of an address in actual: nothing expected is there under another name
 */
export function renamings(
  kinds: KindRegistry,
  actual: Snapshot,
  renamed: readonly Renamed[],
  comesAlong: (renamed: Renamed) => boolean,
  isUnexpected: (address: string) => boolean,
): { readonly statements: readonly Renaming[]; readonly back: NameMap } {
  const back = new NameMap(
    kinds,
    renamed.map(({ expected, actual }) => [actual.address, expected.address]),
  );
  const wanted = new Set(renamed.map(({ expected }) => JSON.stringify(expected.address.path)));
  const steps: Step[] = renamed
    .filter((each) => !comesAlong(each))
    .map((each) => step(kinds, each.address, each.expected.address, each.actual.address, each));
  const names = new Names(steps, actual);
  for (const [address, object] of actual.objects) {
    const rename = kinds.get(object.address.kind).rename;
    const path = back.of(object.address).path;
    if (!rename || !isUnexpected(address) || !wanted.has(JSON.stringify(path))) continue;
    const aside = { kind: object.address.kind, path: names.aside(path, rename.place) };
    back.add(object.address, aside);
    steps.unshift(step(kinds, address, aside, object.address, null));
  }
  return { statements: [...inOrder(kinds, steps, names)], back };
}

function step(kinds: KindRegistry, address: string, to: Address, now: Address, of: Renamed | null): Step {
  const place = kinds.get(to.kind).rename?.place ?? 0;
  // All that it stands within has been renamed back by then.
  const from = { kind: to.kind, path: to.path.map((name, at) => (at === place ? (now.path[at] ?? name) : name)) };
  return { address, from, to, place, of };
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
  const spoken = ({ address, from, to, place, of }: Step, name: string): Renaming[] => {
    const { rename } = kinds.get(to.kind);
    return rename && from.path[place] !== name ? [{ address, statement: rename.statement(from, name), of }] : [];
  };
  while (waiting.length > 0) {
    const depth = depthOf(waiting[0] as Step);
    const free = waiting.findIndex(
      (each) => depthOf(each) === depth && !waiting.some((other) => other !== each && isAt(other.from, each.to)),
    );
    const [next] = free >= 0 ? waiting.splice(free, 1) : [];
    if (next) {
      yield* spoken(next, next.to.path[next.place] ?? "");
      continue;
    }
    // Names that have been exchanged: one of them makes room.
    const first = waiting[0] as Step;
    const path = names.aside(first.to.path, first.place);
    yield* spoken(first, path[first.place] ?? "");
    first.from = { kind: first.to.kind, path };
  }
}

/** Tables, views, types and what else shares a schema share its names. */
const isAt = (a: Address, b: Address): boolean => JSON.stringify(a.path) === JSON.stringify(b.path);

/** Names that nothing has. */
class Names {
  readonly #taken: Set<string>;

  constructor(steps: readonly Step[], actual: Snapshot) {
    this.#taken = new Set([
      ...steps.flatMap(({ from, to }) => [JSON.stringify(from.path), JSON.stringify(to.path)]),
      ...Array.from(actual.objects.values(), ({ address }) => JSON.stringify(address.path)),
    ]);
  }

  /** The same path with another name at its end, within the 63 bytes that PostgreSQL keeps. */
  aside(path: readonly string[], place: number): string[] {
    for (let number = 1; ; number++) {
      const end = `_aside_${number}`;
      const moved = path.map((name, at) => (at === place ? within(name, 63 - end.length) + end : name));
      const key = JSON.stringify(moved);
      if (this.#taken.has(key)) continue;
      this.#taken.add(key);
      return moved;
    }
  }
}

function within(name: string, bytes: number): string {
  let kept = name;
  while (Buffer.byteLength(kept) > bytes) kept = Array.from(kept).slice(0, -1).join("");
  return kept;
}
