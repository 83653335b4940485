/** What comes under a name that something of another kind gives up: what is made of the one is made of the other then. */

import type { KindRegistry } from "../../core/kind-registry.ts";
import type { StandIn } from "../../core/release.ts";
import type { CatalogueObject } from "../../core/snapshot.ts";
import { later } from "../structure/later.ts";
import type { Decisions } from "./decisions.ts";

export class Successors {
  readonly #kinds: KindRegistry;
  /** The names of all that comes. */
  readonly #names: () => ReadonlySet<string>;

  constructor(kinds: KindRegistry, { expected, actual }: Pick<Decisions, "expected" | "actual">) {
    this.#kinds = kinds;
    const come = () => [...expected.objects].filter(([address]) => !actual.objects.has(address));
    this.#names = later(
      () => new Set(come().flatMap(([, { address, spec }]) => kinds.get(address.kind).occupies(address, spec))),
    );
  }

  /** What stands for the values of something that goes and has a successor: their spelling, which that one reads. */
  standIn({ address, spec, facts }: CatalogueObject): StandIn | null {
    const { occupies, isSpelled } = this.#kinds.get(address.kind);
    if (!isSpelled(spec, facts)) return null;
    return occupies(address, spec).some((name) => this.#names().has(name)) ? { type: "text" } : null;
  }
}
