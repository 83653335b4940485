/** What objects may be called, or have been called, though they are not taken for one: by address. */

import { parseAddress } from "../../core/address.ts";
import type { PossibleRename } from "../../core/finding.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import { titleOf } from "../structure/title.ts";
import type { Likely } from "./likeness.ts";

/** So many are told of an object. */
const MOST_POSSIBLE = 5;

export class PossibleRenames {
  readonly #kinds: KindRegistry;
  readonly #known = new Map<string, PossibleRename[]>();

  constructor(kinds: KindRegistry) {
    this.#kinds = kinds;
  }

  tell({ from, to, score }: Likely, ambiguous: boolean): void {
    for (const [address, other] of [
      [from, to],
      [to, from],
    ] as const) {
      const known = this.#known.get(address) ?? [];
      if (known.length >= MOST_POSSIBLE || known.some((possible) => possible.address === other)) continue;
      const title = titleOf(this.#kinds, parseAddress(other));
      this.#known.set(address, [...known, { address: other, title, score: rounded(score), ambiguous }]);
    }
  }

  forget(addresses: readonly string[]): void {
    for (const address of addresses) this.#known.delete(address);
  }

  all = (): ReadonlyMap<string, readonly PossibleRename[]> => this.#known;
}

export const rounded = (score: number): number => Math.round(score * 1000) / 1000;
