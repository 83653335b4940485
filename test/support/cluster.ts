/** Snapshots that ask for the cluster, too, and a cluster that is made clean again. */

import { readFileSync } from "node:fs";
import { EVERYTHING, type Scope } from "../../lib/core/snapshot.ts";
import { ident } from "../../lib/core/sql.ts";
import type { TestServer } from "./postgres.ts";
import { type WatchedDatabase, watchedDatabase } from "./watched-database.ts";

export const CLUSTER: Scope = { ...EVERYTHING, cluster: true };

export const MODELLED_CLUSTER = readFileSync(new URL("schemas/modelled-cluster.sql", import.meta.url), "utf8");

/** CREATE TABLESPACE runs outside of a transaction. */
export async function makeTablespace(database: WatchedDatabase, name: string): Promise<void> {
  await database.sql("SET allow_in_place_tablespaces = on");
  await database.sql(`CREATE TABLESPACE ${ident(name)} LOCATION ''`);
}

/** Databases of a cluster in which there is nothing else: one at a time. */
export class CleanCluster {
  readonly #server: TestServer;

  constructor(server: TestServer) {
    this.#server = server;
  }

  /** Read through the sessions that were there before the case: it may close the database to others. */
  async take(): Promise<WatchedDatabase> {
    const database = await watchedDatabase(this.#server, CLUSTER);
    return { ...database, reread: database.snapshot };
  }

  async giveBack(database: WatchedDatabase): Promise<void> {
    await database.sql(`ALTER DATABASE ${ident(database.name)} IS_TEMPLATE false`);
    await database.drop();
    const other = await watchedDatabase(this.#server);
    try {
      for (const { spcname } of await other.sql("SELECT spcname FROM pg_tablespace WHERE oid >= 16384"))
        await other.sql(`DROP TABLESPACE ${ident(String(spcname))}`);
      await other.sql(SWEEP);
    } finally {
      await other.drop();
    }
  }
}

/** As new, for the next case, what cases made of a cluster and of this database: faster than another one. */
export async function swept(database: WatchedDatabase): Promise<void> {
  await database.sql(EMPTIED);
  for (const { spcname } of await database.sql("SELECT spcname FROM pg_tablespace WHERE oid >= 16384"))
    await database.sql(`DROP TABLESPACE ${ident(String(spcname))}`);
  await database.sql(SWEEP);
}

const EMPTIED = `
  DO $$ DECLARE item record; BEGIN
    FOR item IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
      EXECUTE format('DROP SCHEMA %I CASCADE', item.nspname);
    END LOOP;
    CREATE SCHEMA public;
    EXECUTE format('ALTER DATABASE %I OWNER TO CURRENT_USER', current_database());
    EXECUTE format('ALTER DATABASE %I RESET ALL', current_database());
    EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT -1', current_database());
    EXECUTE format('COMMENT ON DATABASE %I IS NULL', current_database());
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO PUBLIC', current_database());
  END $$`;

const SWEEP = `
  ALTER ROLE ALL RESET ALL;
  DO $$ DECLARE item record; BEGIN
    FOR item IN SELECT rolname FROM pg_roles WHERE oid >= 16384 LOOP
      EXECUTE format('DROP OWNED BY %I', item.rolname);
    END LOOP;
    FOR item IN SELECT rolname FROM pg_roles WHERE oid >= 16384 LOOP
      EXECUTE format('DROP ROLE %I', item.rolname);
    END LOOP;
  END $$`;
