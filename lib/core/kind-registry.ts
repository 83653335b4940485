/** The registered kinds, found by name. */

import type { Kind } from "./registered.ts";
import type { Scope } from "./snapshot.ts";

export class KindRegistry {
  readonly all: readonly Kind[];
  readonly #byName: ReadonlyMap<string, Kind>;

  constructor(kinds: readonly Kind[]) {
    this.all = kinds;
    this.#byName = new Map(kinds.map((kind) => [kind.name, kind]));
  }

  /** Those that a target asks for. */
  asked(scope: Pick<Scope, "cluster">): KindRegistry {
    return scope.cluster ? this : new KindRegistry(this.all.filter((kind) => !kind.clusterWide));
  }

  get(name: string): Kind {
    const kind = this.#byName.get(name);
    if (!kind) throw new Error(`no kind is called "${name}"`);
    return kind;
  }
}
