/** A server of a test's own: for what is shared by all databases of a server (roles), and for how it lets people in. */

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { connect } from "../../lib/postgres/connect.ts";
import { createDatabase, databaseUrl, endpointOf } from "../../lib/postgres/embedded/database.ts";
import { type EmbeddedServer, type ServerOptions, startServer } from "../../lib/postgres/embedded.ts";

export interface OwnServer {
  readonly server: EmbeddedServer;
  /** A new database. */
  database(name: string): Promise<OwnDatabase>;
  stop(): Promise<void>;
}

export interface OwnDatabase {
  /** @param user a role other than the superuser */
  url(user?: string, password?: string): string;
  /** Runs SQL as superuser. */
  sql(text: string): Promise<pg.QueryResultRow[]>;
}

/**
 * @param hba lines of `pg_hba.conf`; everybody is let in unless given
 * @param tls PEM files; the server then listens on loopback
 * @param settings others, as in `postgresql.conf`
 */
export async function ownServer(
  hba?: readonly string[],
  tls?: ServerOptions["tls"],
  settings: ServerOptions["settings"] = {},
): Promise<OwnServer> {
  const directory = mkdtempSync(join(tmpdir(), "driftwatch-hba-"));
  const file = join(directory, "pg_hba.conf");
  writeFileSync(file, `${(hba ?? ["local all all trust"]).join("\n")}\n`);
  // The server may run under an account of its own.
  chmodSync(directory, 0o755);
  const server = await startServer({ settings: { ...settings, ...(hba ? { hba_file: file } : {}) }, tls });
  const clients: pg.Client[] = [];
  return {
    server,
    database: async (name) => {
      await createDatabase(server, name);
      const client = await connect(endpointOf(server, name));
      clients.push(client);
      return {
        url: (user = server.user, password) => withPassword(databaseUrl({ ...server, user }, name), password),
        sql: async (text) => [await client.query(text)].flat().at(-1)?.rows ?? [],
      };
    },
    stop: async () => {
      await Promise.all(clients.map((client) => client.end()));
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function withPassword(text: string, password: string | undefined): string {
  if (password === undefined) return text;
  const url = new URL(text);
  url.password = encodeURIComponent(password);
  return url.href;
}
