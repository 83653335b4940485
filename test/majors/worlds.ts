/** The schemas on a server of each major, each built when it is first asked for. */

import type { Snapshot } from "../../lib/index.ts";
import type { EmbeddedServer, ServerOptions } from "../../lib/postgres/embedded.ts";
import { startMajors } from "../support/majors.ts";
import { ensureRoles } from "../support/roles.ts";
import { SCHEMAS } from "../support/schemas/steps.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";

export interface World {
  readonly database: WatchedDatabase;
  /** As it stood after each step that the server can take. */
  readonly snapshots: readonly Snapshot[];
}

export class Worlds {
  readonly servers: readonly EmbeddedServer[];
  readonly #built = new Map<string, Promise<World>>();
  readonly #databases: WatchedDatabase[] = [];

  private constructor(servers: readonly EmbeddedServer[]) {
    this.servers = servers;
  }

  static async start(options: ServerOptions = {}, majors?: readonly number[]): Promise<Worlds> {
    const servers = await startMajors(options, majors);
    for (const server of servers) await ensureRoles(server);
    return new Worlds(servers);
  }

  async stop(): Promise<void> {
    for (const database of this.#databases) await database.close();
    for (const server of this.servers) await server.stop();
  }

  /** Those of the servers that can take the first step of a schema. */
  having(schema: string): EmbeddedServer[] {
    return this.servers.filter(({ major }) => major >= (SCHEMAS[schema]?.[0]?.since ?? 0));
  }

  world(server: EmbeddedServer, schema: string): Promise<World> {
    const key = `${server.major} ${schema}`;
    const known = this.#built.get(key) ?? this.#build(server, schema);
    this.#built.set(key, known);
    return known;
  }

  /** An empty database; it goes with the server. */
  async empty(server: EmbeddedServer): Promise<WatchedDatabase> {
    const database = await watchedDatabase(server);
    this.#databases.push(database);
    return database;
  }

  async #build(server: EmbeddedServer, schema: string): Promise<World> {
    const database = await this.empty(server);
    const snapshots: Snapshot[] = [];
    for (const { since, sql } of SCHEMAS[schema] ?? []) {
      if (since > server.major) break;
      await database.sql(sql);
      snapshots.push(await database.snapshot());
    }
    return { database, snapshots };
  }
}

/** The snapshot of the whole schema. */
export function whole({ snapshots }: World): Snapshot {
  const last = snapshots.at(-1);
  if (!last) throw new Error("the server cannot take the first step of the schema");
  return last;
}
