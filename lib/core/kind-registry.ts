/** The registered kinds, found by name. */

import type { Profile } from "./profile.ts";
import type { Kind } from "./registered.ts";
import type { Scope } from "./snapshot.ts";

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
  asked({ cluster, without = [] }: Pick<Scope, "cluster" | "without">): KindRegistry {
    if (cluster && without.length === 0) return this;
    return new KindRegistry(
      this.all.filter((kind) => (cluster || !kind.clusterWide) && !without.includes(kind.name)),
      this.profiles,
    );
  }

  get(name: string): Kind {
    const kind = this.#byName.get(name);
    if (!kind) throw new Error(`no kind is called "${name}"`);
    return kind;
  }
}
