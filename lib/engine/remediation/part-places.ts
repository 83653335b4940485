/** Parts of tables that get another place: what can be told of them, and when. */

import { kindOf } from "../../core/address.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { Decisions } from "./decisions.ts";
import type { Takers } from "./takers.ts";

export class PartPlaces {
  readonly #kinds: KindRegistry;
  readonly #to: Pick<Decisions, "actual" | "expected" | "drops" | "moved">;
  readonly #takers: Takers;

  constructor(
    kinds: KindRegistry,
    decisions: Pick<Decisions, "actual" | "expected" | "drops" | "moved">,
    takers: Takers,
  ) {
    this.#kinds = kinds;
    this.#to = decisions;
    this.#takers = takers;
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

  /** The steps that make the place that a table comes to: what goes from it, and that of the table around it. */
  beforeComing(table: string): string[] {
    const { actual, expected, drops, moved } = this.#to;
    const place = expected.parent(table);
    if (place === undefined || !moved.has(table)) return [];
    // The bounds of one may be those of another by then.
    const going = [...actual.children(place)].flatMap((other) => {
      if (moved.has(other)) return [`leave ${other}`];
      return drops.has(other) && this.#hasPlace(other) ? [`drop ${this.#takers.of(other)}`] : [];
    });
    return moved.has(place) ? [...going, `alter ${place}`] : going;
  }

  /** Where the table around it gets another place, and keeps it: what proves its rows for that, all below it have. */
  beforeLeaving(table: string): string[] {
    const { actual, expected, moved } = this.#to;
    const place = expected.parent(table);
    return place !== undefined && moved.has(place) && actual.parent(table) === place ? [`alter ${place}`] : [];
  }

  #hasPlace(address: string): boolean {
    const { attributes, rule } = this.#kinds.get(kindOf(address));
    return attributes.some((attribute) => rule(attribute).isPlace);
  }
}
