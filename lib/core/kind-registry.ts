/** The registered kinds, found by name. */

import type { Kind } from "./registered.ts";

export class KindRegistry {
  readonly all: readonly Kind[];
  readonly #byName: ReadonlyMap<string, Kind>;

  constructor(kinds: readonly Kind[]) {
    this.all = kinds;
    this.#byName = new Map(kinds.map((kind) => [kind.name, kind]));
  }

  get(name: string): Kind {
    const kind = this.#byName.get(name);
    if (!kind) throw new Error(`no kind is called "${name}"`);
    return kind;
  }
}
