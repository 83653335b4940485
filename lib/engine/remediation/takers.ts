/** Of the objects that have to go: which go by a statement of their own, and which along with another. */

import type { KindRegistry } from "../../core/kind-registry.ts";
import { later } from "../structure/later.ts";
import type { Relations } from "../structure/relations.ts";
import { grouped, type Ties } from "../structure/ties.ts";
import type { Decisions } from "./decisions.ts";
import { partsGoing } from "./own-parts.ts";

export class Takers {
  readonly #kinds: KindRegistry;
  readonly #actual: Relations;
  readonly #drops: ReadonlySet<string>;
  readonly #moved: ReadonlyMap<string, readonly string[]>;
  readonly #known = new Map<string, string>();
  readonly #wholes: () => ReadonlyMap<string, string>;
  /** What is a part of it, and by itself within another: it is taken along only if PostgreSQL is told so. */
  readonly partsOf: Ties;

  constructor(kinds: KindRegistry, { actual, drops, moved }: Pick<Decisions, "actual" | "drops" | "moved">) {
    this.#kinds = kinds;
    this.#actual = actual;
    this.#drops = drops;
    this.#moved = moved;
    this.#wholes = later(() => new Map(partsGoing(kinds, { actual, drops, moved })));
    this.partsOf = grouped(() => Array.from(this.#wholes(), ([part, whole]): [string, string] => [whole, part]));
  }

  /** The object whose DROP takes this one along: itself where none does. */
  of(address: string): string {
    const known = this.#known.get(address);
    if (known !== undefined) return known;
    this.#known.set(address, address);
    const [carrier] = this.#carriers(address);
    const taker = carrier === undefined ? address : this.of(carrier);
    const held = taker !== address && this.#isBetween(address, taker);
    // What came with another one goes with it, or never.
    const [leader] = held ? this.#takingLeaders(address) : [];
    const found = leader === undefined ? (held ? address : taker) : this.of(leader);
    this.#known.set(address, found);
    return found;
  }

  /**
   * Where something outside has to go in between (the function that a trigger of the table calls, the table that a
   * foreign key refers to), the object makes way by itself, unless it holds data.
   */
  #isBetween(address: string, taker: string): boolean {
    const object = this.#actual.get(address);
    const needs = [...this.#actual.needs(address)].filter(
      (other) => this.#drops.has(other) && this.of(other) !== taker,
    );
    return needs.length > 0 && this.#kinds.get(object.address.kind).rebuildable(object.spec, object.facts);
  }

  /** Whether a table has left the one that the leader stands in by the time when that goes, and keeps what it had of it. */
  #isLeft(leader: string, parent: string | undefined): boolean {
    const above = this.#actual.parent(leader);
    return parent !== undefined && above !== undefined && this.#moved.get(parent)?.includes(above) === true;
  }

  /** What is dropped as well and would take the object along. */
  #carriers(address: string): string[] {
    const actual = this.#actual;
    const parent = actual.parent(address);
    return [
      ...(parent !== undefined && !this.#kinds.get(actual.get(parent).address.kind).mustBeEmpty ? [parent] : []),
      ...actual.owners(address),
      ...[this.#wholes().get(address) ?? []].flat(),
      ...this.#takingLeaders(address),
    ].filter((other) => this.#drops.has(other));
  }

  /** What it came with, where that is dropped as well. */
  #takingLeaders(address: string): string[] {
    if (!this.#actual.arises(address)) return [];
    const parent = this.#actual.parent(address);
    return this.#actual.leaders(address).filter((leader) => this.#drops.has(leader) && !this.#isLeft(leader, parent));
  }
}
