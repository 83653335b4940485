/**
 * One database read again and again, where nobody is at work but the migrations: after the first time only what has moved
 * is read. What the readings have in common is planned, parsed and kept once.
 */

import type { Server } from "../core/kind.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import type { PreparedSession, Session } from "../core/session.ts";
import type { CatalogueObject, Scope, Snapshot } from "../core/snapshot.ts";
import { capture } from "../engine/capture.ts";
import { introspect } from "../engine/introspection/introspect.ts";
import { leaveOut, toLeaveOut } from "../engine/introspection/leave-out.ts";
import { type Moved, Movement } from "../engine/introspection/moved.ts";
import { Reader } from "../engine/introspection/reader.ts";
import { reread } from "../engine/introspection/reread.ts";
import { schemaFilter } from "../engine/introspection/scope.ts";
import { SqlTexts } from "../sqltext/sqltext.ts";

export class Reading {
  readonly #kinds: KindRegistry;
  readonly #scope: Scope;
  readonly #session: PreparedSession;
  readonly #server: Server;
  readonly #texts = new SqlTexts();
  readonly #movement: Movement;
  #objects: ReadonlyMap<string, CatalogueObject> = new Map();
  /** The addresses of what was found in a row of the catalogue, by `catalogue/oid`. */
  readonly #found = new Map<string, Set<string>>();

  constructor(kinds: KindRegistry, scope: Scope, session: PreparedSession, server: Server) {
    this.#kinds = kinds.asked(scope);
    this.#scope = scope;
    this.#session = session;
    this.#server = server;
    this.#movement = new Movement(session, this.#kinds, server);
  }

  /** All objects as they are now, in no order; of one that has not changed, the facts may be those of an earlier reading. */
  async objects(): Promise<Snapshot["objects"]> {
    const moved = await this.#movement.look();
    if (moved?.size !== 0) this.#objects = await (moved ? this.#patched(moved) : this.#whole());
    const leftOut = toLeaveOut(this.#kinds, this.#objects, this.#scope.profiles ?? []);
    return leaveOut(this.#kinds, { objects: this.#objects, dependencies: [] }, leftOut).objects;
  }

  /** With all that a snapshot has. */
  async snapshot(kinds: KindRegistry, session: Session): Promise<Snapshot> {
    const options = { scope: this.#scope, now: () => new Date(0), wait: async () => {} };
    return (await capture(session, kinds, this.#texts, options)).snapshot;
  }

  async #whole(): Promise<ReadonlyMap<string, CatalogueObject>> {
    this.#found.clear();
    const reader = this.#reader();
    await introspect(this.#session, this.#kinds, this.#server, this.#texts, this.#scope, [], undefined, reader);
    return reader.finish(this.#texts);
  }

  async #patched(moved: NonNullable<Moved>): Promise<ReadonlyMap<string, CatalogueObject>> {
    const objects = new Map(this.#objects);
    for (const [catalogue, oids] of moved)
      for (const oid of oids) {
        const row = `${catalogue}/${oid}`;
        for (const address of this.#found.get(row) ?? []) objects.delete(address);
        this.#found.delete(row);
      }
    const reader = this.#reader();
    await reread(this.#session, this.#kinds, this.#server, reader, moved);
    for (const [address, object] of await reader.finish(this.#texts)) objects.set(address, object);
    return objects;
  }

  #reader(): Reader {
    return new Reader(this.#kinds, schemaFilter(this.#scope), (address, catalogue, oid) => {
      const row = `${catalogue}/${oid}`;
      this.#found.set(row, (this.#found.get(row) ?? new Set()).add(address));
    });
  }
}
