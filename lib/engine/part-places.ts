/** Parts of tables that get another place: what can be told of them, and when. */

import { kindOf } from "../core/address.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import type { Decisions } from "./decisions.ts";

export class PartPlaces {
  readonly #kinds: KindRegistry;
  readonly #to: Pick<Decisions, "actual" | "expected" | "drops" | "moved">;

  constructor(kinds: KindRegistry, decisions: Pick<Decisions, "actual" | "expected" | "drops" | "moved">) {
    this.#kinds = kinds;
    this.#to = decisions;
  }

  /** Whether it tells how a part deviates from the whole. */
  isPart = (address: string): boolean => this.#kinds.get(kindOf(address)).ofPart;

  /** Whether the table leaves one from which it has the object, as well as from itself. */
  isParted(address: string): boolean {
    const { actual, moved } = this.#to;
    const left = moved.get(actual.parent(address) ?? "") ?? [];
    return actual.leaders(address).some((leader) => left.includes(actual.parent(leader) ?? ""));
  }

  /** Whether the table has left what it is a part of. */
  isLeft(part: string): boolean {
    const { actual, expected, drops, moved } = this.#to;
    const table = actual.parent(part) ?? "";
    const stays = (whole: string) => !drops.has(whole) && expected.isWithin(table, actual.parent(whole) ?? "");
    return this.isPart(part) && moved.has(table) && !actual.leaders(part).some(stays);
  }

  /** The table that has to be in its place first: what deviates there can be told only then. */
  first(address: string): string[] {
    const parent = this.#to.expected.parent(address) ?? "";
    return this.isPart(address) && this.#to.moved.has(parent) ? [parent] : [];
  }

  /** What leaves the place that a table comes to, itself among it: the bounds of one may be those of another by then. */
  leaving(table: string): string[] {
    const { actual, expected, moved } = this.#to;
    const place = moved.has(table) ? expected.parent(table) : undefined;
    return place === undefined ? [] : [...actual.children(place)].filter((other) => moved.has(other));
  }
}
