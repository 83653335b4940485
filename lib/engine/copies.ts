/**
 * What partitions have of their own beside the copies of what stands on the tables above them. PostgreSQL takes what is
 * alike for the copy, and gives the copies that it makes names that are free.
 */

import { kindOf, parseAddress } from "../core/address.ts";
import { encode } from "../core/canonical.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import type { Relations } from "./relations.ts";

export class Copies {
  readonly #kinds: KindRegistry;
  readonly #side: Relations;
  /** What is to come and has copies, by its table. */
  readonly #copied = new Map<string, string[]>();

  constructor(kinds: KindRegistry, side: Relations, creates: Iterable<string>) {
    this.#kinds = kinds;
    this.#side = side;
    for (const address of creates) {
      const table = side.parent(address);
      if (table === undefined || side.get(address).facts.partitioned !== true) continue;
      this.#copied.set(table, [...(this.#copied.get(table) ?? []), address]);
    }
  }

  /** What must be there before the object comes. */
  before(address: string): string[] {
    const table = this.#side.parent(address);
    if (table === undefined || this.#copied.size === 0) return [];
    const isCopied = this.#copied.get(table)?.includes(address) === true;
    return [...this.#likeAbove(address, table), ...(isCopied ? this.#namedBelow(address, table) : [])];
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
            !this.#side.needs(own).has(copied),
        ),
      );
  }

  #above(table: string): string | undefined {
    const parent = this.#side.parent(table);
    return parent !== undefined && kindOf(parent) === kindOf(table) ? parent : undefined;
  }

  #isAlike(a: string, b: string): boolean {
    return kindOf(a) === kindOf(b) && this.#shapeOf(a) === this.#shapeOf(b);
  }

  /** All that no statement alters. */
  #shapeOf(address: string): string {
    const { attributes, rule } = this.#kinds.get(kindOf(address));
    const { spec } = this.#side.get(address);
    return encode(attributes.filter((name) => rule(name).isFixed).map((name) => spec[name] ?? null));
  }
}

/** A copy has the name of what it is one of, or one that begins like its table's, which is cut where it is long. */
function isNamedAsCopy(own: string, copied: string, table: string): boolean {
  const [name = "", copy = "", start = ""] = [own, copied, table].map((address) => parseAddress(address).path.at(-1));
  return name === copy || name.startsWith(start.slice(0, KEPT_OF_A_NAME));
}

const KEPT_OF_A_NAME = 20;
