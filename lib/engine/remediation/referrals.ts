/** An alteration that suits in one order only, along the references of rows to those of other objects. */

import { encodeAddress } from "../../core/address.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import { differing } from "../diff/differing.ts";
import { later } from "../structure/later.ts";
import type { Relations } from "../structure/relations.ts";
import type { Decisions } from "./decisions.ts";

interface Referral {
  /** What makes the one refer to the other. */
  readonly by: string;
  readonly from: string;
  readonly to: string;
}

export class Referrals {
  readonly #kinds: KindRegistry;
  readonly #decisions: Decisions;
  readonly #standing: () => readonly Referral[];
  readonly #coming: () => readonly Referral[];

  constructor(kinds: KindRegistry, decisions: Decisions) {
    const { actual, expected, creates } = decisions;
    this.#kinds = kinds;
    this.#decisions = decisions;
    this.#standing = later(() => [...this.#among(actual, actual.objects.keys())]);
    this.#coming = later(() => [...this.#among(expected, creates)]);
  }

  /** What must be altered, or gone, before the object is altered. */
  beforeAltering(address: string): string[] {
    const referredFirst = this.#ordered(address);
    if (referredFirst === undefined) return [];
    const [own, other] = referredFirst ? (["from", "to"] as const) : (["to", "from"] as const);
    const { drops } = this.#decisions;
    return this.#standing().flatMap((referral) => {
      const { by } = referral;
      if (drops.has(by)) return [referral.from, referral.to].includes(address) ? [`drop ${by}`] : [];
      return referral[own] === address ? [`alter ${referral[other]}`] : [];
    });
  }

  /** What must have been altered before the object comes. */
  beforeCreating = (address: string): string[] =>
    this.#coming()
      .filter(({ by }) => by === address)
      .flatMap(({ from, to }) => [from, to])
      .filter((end) => this.#ordered(end) !== undefined)
      .map((end) => `alter ${end}`);

  /** Whether an attribute that is altered has what is referred to first, or last; undefined where none cares. */
  #ordered(address: string): boolean | undefined {
    const [actual, expected] = [
      this.#decisions.actual.objects.get(address),
      this.#decisions.expected.objects.get(address),
    ];
    if (!actual || !expected) return undefined;
    const { rule } = this.#kinds.get(expected.address.kind);
    const ordered = differing(this.#kinds, actual, expected.spec).find((name) => rule(name).referredFirst);
    return ordered === undefined ? undefined : rule(ordered).referredFirst?.(expected.spec[ordered] ?? null);
  }

  *#among(side: Relations, addresses: Iterable<string>): Iterable<Referral> {
    for (const by of addresses) {
      const { address, spec } = side.get(by);
      const { attributes, rule } = this.#kinds.get(address.kind);
      const referred = attributes.flatMap((attribute) => rule(attribute).refersTo(spec[attribute] ?? null));
      if (referred.length === 0) continue;
      const parent = side.parent(by);
      const ends = (whole: string) => [whole, ...side.alikeBelow(whole)];
      for (const from of parent === undefined ? [] : ends(parent))
        for (const to of referred.map(encodeAddress).flatMap(ends)) if (from !== to) yield { by, from, to };
    }
  }
}
