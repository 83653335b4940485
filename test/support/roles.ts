/** Roles belong to the server, which all test files share: each is made once, whoever comes first. */

import { inject } from "vitest";
import { connect } from "../../lib/postgres/connect.ts";
import { endpointOf, type ServerAddress } from "../../lib/postgres/embedded/database.ts";

/** `watcher` may connect and nothing else; the others cannot even do that. */
const ROLES = ["app_owner", "app_ro", "app_rw", 'CREATE ROLE "Robert ""Bob"" O\'Ünal"', "watcher LOGIN"];

const make = (role: string) => `
  DO $$ BEGIN ${role.startsWith("CREATE") ? role : `CREATE ROLE ${role}`};
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`;

export async function ensureRoles(server: ServerAddress = inject("server")): Promise<void> {
  const client = await connect(endpointOf(server));
  try {
    for (const role of ROLES) await client.query(make(role));
  } finally {
    await client.end();
  }
}

/** A second place for tables to lie in, inside the data directory. */
export async function ensureTablespace(server: ServerAddress = inject("server")): Promise<void> {
  const client = await connect(endpointOf(server));
  try {
    await client.query("SET allow_in_place_tablespaces = on");
    await client.query("CREATE TABLESPACE other_disk LOCATION ''").catch((error: unknown) => {
      if (!(error instanceof Error && "code" in error && (error.code === "42710" || error.code === "23505")))
        throw error;
    });
  } finally {
    await client.end();
  }
}
