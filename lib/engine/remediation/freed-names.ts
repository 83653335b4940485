/** Names that what is dropped has, and what comes shall have. */

import type { KindRegistry } from "../../core/kind-registry.ts";
import type { Relations } from "../structure/relations.ts";
import type { Decisions } from "./decisions.ts";
import type { Takers } from "./takers.ts";

export class FreedNames {
  readonly #kinds: KindRegistry;
  readonly #expected: Relations;
  /** By the name: the step after which it is free. */
  readonly #freed = new Map<string, string>();

  constructor(kinds: KindRegistry, { actual, expected, drops }: Decisions, takers: Takers) {
    this.#kinds = kinds;
    this.#expected = expected;
    for (const address of drops)
      for (const name of this.#names(actual, address)) this.#freed.set(name, `drop ${takers.of(address)}`);
  }

  /** What has to go because it has a name that these shall have, or could be mistaken for what they need. */
  before(addresses: readonly string[], andNeeded = true): string[] {
    if (this.#freed.size === 0) return [];
    const needed = andNeeded ? addresses.flatMap((address) => [...this.#expected.needs(address)]) : [];
    return [...addresses, ...needed]
      .flatMap((address) => this.#names(this.#expected, address))
      .flatMap((name) => this.#freed.get(name) ?? []);
  }

  #names({ objects }: Pick<Relations, "objects">, address: string): readonly string[] {
    const object = objects.get(address);
    return object ? this.#kinds.get(object.address.kind).occupies(object.address, object.spec) : [];
  }
}
