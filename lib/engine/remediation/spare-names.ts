/** Names that nothing has, for what makes way under them. */

import type { Address } from "../../core/address.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { CatalogueObject } from "../../core/snapshot.ts";
import { later } from "../structure/later.ts";
import type { Decisions } from "./decisions.ts";

export class SpareNames {
  readonly #kinds: KindRegistry;
  readonly #taken: () => Set<string>;

  /** @param others names that neither side's objects have, and that are taken all the same */
  constructor(
    kinds: KindRegistry,
    { expected, actual }: Pick<Decisions, "expected" | "actual">,
    others: () => Iterable<string> = () => [],
  ) {
    this.#kinds = kinds;
    const objects = () => [...actual.objects.values(), ...expected.objects.values()];
    this.#taken = later(() => new Set([...objects().flatMap(this.#occupied), ...others()]));
  }

  /** One like its own. */
  take(object: Pick<CatalogueObject, "address" | "spec">): string {
    const name = object.address.path.at(-1) ?? "";
    for (let number = 1; ; number++) {
      const end = `_aside_${number}`;
      const spare = name.slice(0, LONGEST - end.length) + end;
      if (this.claim(object, spare)) return spare;
    }
  }

  /** @returns whether the name was free: then it is no more */
  claim({ address, spec }: Pick<CatalogueObject, "address" | "spec">, name: string): boolean {
    const names = this.#occupied({ address: called(address, name), spec });
    if (names.some((each) => this.#taken().has(each))) return false;
    for (const each of names) this.#taken().add(each);
    return true;
  }

  #occupied = ({ address, spec }: Pick<CatalogueObject, "address" | "spec">): readonly string[] =>
    this.#kinds.get(address.kind).occupies(address, spec);
}

export const called = ({ kind, path }: Address, name: string): Address => ({ kind, path: path.with(-1, name) });

/** As many letters as are sure to be kept of a name. */
const LONGEST = 31;
