/**
 * What partitions have of their own beside the copies of what stands on the tables above them. PostgreSQL takes what is
 * alike for the copy, and gives the copies that it makes names that are free.
 */

import { byCodeUnit, kindOf, parseAddress } from "../../core/address.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import { relationName } from "../../core/names.ts";
import { shapeOf } from "../consequences/joints.ts";
import { later } from "../structure/later.ts";
import type { Relations } from "../structure/relations.ts";

export class Copies {
  readonly #kinds: KindRegistry;
  readonly #side: Relations;
  /** What is to come and has copies, by its table. */
  readonly #copied = new Map<string, string[]>();
  /** What is to come with a name that PostgreSQL might give a copy, in the order of the names. */
  readonly #named: () => readonly Named[];

  constructor(kinds: KindRegistry, side: Relations, creates: Iterable<string>) {
    this.#kinds = kinds;
    this.#side = side;
    this.#named = later(() =>
      Array.from(creates)
        .flatMap((address) => this.#nameOf(address))
        .sort((a, b) => byCodeUnit(a.spelled, b.spelled)),
    );
    for (const address of creates) {
      const table = side.parent(address);
      // A partition is not one of what stands on the table above it.
      if (table === undefined || kindOf(table) === kindOf(address)) continue;
      if (side.get(address).facts.partitioned !== true) continue;
      this.#copied.set(table, [...(this.#copied.get(table) ?? []), address]);
    }
  }

  /** What must be there before the object comes. */
  before(address: string): string[] {
    const table = this.#side.parent(address);
    if (table === undefined) return [];
    if (kindOf(table) === kindOf(address)) return this.#namedBefore(address);
    if (this.#copied.size === 0) return [];
    const isCopied = this.#copied.get(table)?.includes(address) === true;
    if (!isCopied) return this.#likeAbove(address, table);
    return [
      ...this.#likeAbove(address, table),
      ...this.#namedBelow(address, table),
      ...this.#namedElsewhere(address, table),
    ];
  }

  /** What partitions have by themselves that PostgreSQL would take for the copy if it were there by then. */
  mistakenFor(copied: string): string[] {
    const { parent, led } = this.#side;
    const table = parent(copied) ?? "";
    // Copies that are told by their names are objects.
    if (!this.#copied.get(table)?.includes(copied) || [...led(copied)].some((copy) => kindOf(copy) === kindOf(copied)))
      return [];
    return this.#side
      .alikeBelow(table)
      .flatMap((partition) => [...this.#side.children(partition)].filter((own) => this.#isAlike(own, copied)));
  }

  /** A partition comes with copies of all that stands above: what is to have the name of one must have it by then. */
  #namedBefore(partition: string): string[] {
    return this.#namedLike(partition).filter((own) => {
      const table = this.#side.parent(own);
      return !this.#side.isWithin(own, partition) && this.#likeAbove(own, table ?? own).length === 0;
    });
  }

  /** What has a name that a copy might be given, on a table that is not the partition. */
  #namedElsewhere(copied: string, table: string): string[] {
    return this.#side
      .alikeBelow(table)
      .flatMap((partition) =>
        this.#namedLike(partition).filter(
          (own) =>
            own !== copied &&
            this.#side.parent(own) !== partition &&
            !this.#awaits(this.#side.parent(own) ?? own, copied) &&
            !(this.#side.isWithin(own, table) && this.#isAlike(own, copied)),
        ),
      );
  }

  /** Whether the table comes after what is copied: its own part of that is to be another from the start. */
  #awaits(table: string, copied: string): boolean {
    const { children, leaders } = this.#side;
    return [...children(table)].some((part) => this.#side.arises(part) && leaders(part).includes(copied));
  }

  /** Among what has names like those that copies for the partition are given. */
  #namedLike(partition: string): string[] {
    const start = spelledIn(parseAddress(partition).path, "_");
    const named = this.#named();
    let [from, to] = [0, named.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((named[middle] as Named).spelled < start) from = middle + 1;
      else to = middle;
    }
    const found: string[] = [];
    for (let at = from; named[at]?.spelled.startsWith(start); at++) found.push((named[at] as Named).address);
    return found;
  }

  #nameOf(address: string): Named[] {
    const { address: at, spec } = this.#side.get(address);
    if (!BY_POSTGRESQL.test(at.path.at(-1) ?? "") || this.#side.parent(address) === undefined) return [];
    const [schema = "", name = ""] = [at.path[0], at.path.at(-1)];
    const { occupies } = this.#kinds.get(at.kind);
    return at.path.length > 2 && occupies(at, spec).includes(relationName(schema, name))
      ? [{ address, spelled: spelledIn([schema, name]) }]
      : [];
  }

  /** What it would be taken for a copy of. */
  #likeAbove(own: string, table: string): string[] {
    const found: string[] = [];
    for (let above = this.#above(table); above !== undefined; above = this.#above(above))
      found.push(...(this.#copied.get(above) ?? []).filter((copied) => this.#isAlike(own, copied)));
    return found;
  }

  /** What has a name that a copy might be given. */
  #namedBelow(copied: string, table: string): string[] {
    return this.#side
      .alikeBelow(table)
      .flatMap((partition) =>
        [...this.#side.children(partition)].filter(
          (own) =>
            kindOf(own) === kindOf(copied) &&
            isNamedAsCopy(own, copied, partition) &&
            !this.#isAlike(own, copied) &&
            !this.#awaits(partition, copied) &&
            !this.#side.needs(own).has(copied),
        ),
      );
  }

  #above(table: string): string | undefined {
    const parent = this.#side.parent(table);
    return parent !== undefined && kindOf(parent) === kindOf(table) ? parent : undefined;
  }

  #isAlike(a: string, b: string): boolean {
    return kindOf(a) === kindOf(b) && this.#outline(a) === this.#outline(b);
  }

  /** Its shape, but for what PostgreSQL overlooks. */
  #outline(address: string): string {
    const { address: at, spec } = this.#side.get(address);
    const { rule } = this.#kinds.get(at.kind);
    const told = Object.entries(spec).filter(([name]) => !rule(name).isOverlooked);
    return shapeOf(this.#kinds, { address: at, spec: Object.fromEntries(told) });
  }
}

interface Named {
  readonly address: string;
  readonly spelled: string;
}

/** PostgreSQL ends the names that it makes up like this. */
const BY_POSTGRESQL = /_(?:pkey|key|idx|excl|fkey)\d*$/;
const spelledIn = ([schema, name]: readonly string[], more = ""): string => `${schema}\0${name}${more}`;

/** A copy has the name of what it is one of, or one that begins like its table's, which is cut where it is long. */
function isNamedAsCopy(own: string, copied: string, table: string): boolean {
  const [name = "", copy = "", start = ""] = [own, copied, table].map((address) => parseAddress(address).path.at(-1));
  return name === copy || (name.startsWith(start.slice(0, KEPT_OF_A_NAME)) && BY_POSTGRESQL.test(name));
}

const KEPT_OF_A_NAME = 20;
