/** The registered kinds, found by name. */

import type { Profile } from "./profile.ts";
import type { Kind } from "./registered.ts";
import type { Scope } from "./snapshot.ts";

/** As much of a kind as tells what the stamp of its objects is made of. */
export type Watched = Pick<Kind, "name" | "reads" | "clusterWide"> & { readonly catalogue?: Kind["catalogue"] };

/** Those that a target asks for. */
export const askedOf = <K extends Pick<Kind, "name" | "clusterWide">>(
  kinds: readonly K[],
  { cluster, without = [] }: Pick<Scope, "cluster" | "without">,
): readonly K[] => kinds.filter((kind) => (cluster || !kind.clusterWide) && !without.includes(kind.name));

export class KindRegistry {
  readonly all: readonly Kind[];
  /** What may be left out of all that these kinds find. */
  readonly profiles: readonly Profile[];
  readonly #byName: ReadonlyMap<string, Kind>;

  constructor(kinds: readonly Kind[], profiles: readonly Profile[] = []) {
    this.all = kinds;
    this.profiles = profiles;
    this.#byName = new Map(kinds.map((kind) => [kind.name, kind]));
  }

  /** Those that a target asks for. */
  asked(scope: Pick<Scope, "cluster" | "without">): KindRegistry {
    const asked = askedOf(this.all, scope);
    return asked.length === this.all.length ? this : new KindRegistry(asked, this.profiles);
  }

  get(name: string): Kind {
    const kind = this.#byName.get(name);
    if (!kind) throw new Error(`no kind is called "${name}"`);
    return kind;
  }
}
