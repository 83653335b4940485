/** Databases used again and again: swept clean, which takes a tenth of the time that making one anew does. */

import { initial } from "../../lib/core/of-users.ts";
import type { TestServer } from "./postgres.ts";
import { DROP_SUBSCRIPTIONS } from "./subscriptions.ts";
import { type WatchedDatabase, watchedDatabase } from "./watched-database.ts";

export class DatabasePool {
  readonly #free: WatchedDatabase[] = [];
  readonly #server: TestServer | undefined;

  /** @param server that of the run, unless it is another */
  constructor(server?: TestServer) {
    this.#server = server;
  }

  /** A database in which there is nothing. */
  async take(): Promise<WatchedDatabase> {
    return this.#free.pop() ?? (await watchedDatabase(this.#server));
  }

  async giveBack(database: WatchedDatabase): Promise<void> {
    const clean = await sweep(database).catch(() => false);
    if (clean) this.#free.push(database);
    else await database.drop();
  }

  async close(): Promise<void> {
    for (const database of this.#free.splice(0)) await database.drop();
  }
}

const SWEEP = `
  ROLLBACK; RESET ROLE; RESET ALL;
  SET client_min_messages = error;
  ${DROP_SUBSCRIPTIONS};
  DO $$ DECLARE item record; BEGIN
    FOR item IN SELECT evtname FROM pg_event_trigger LOOP
      EXECUTE format('DROP EVENT TRIGGER %I', item.evtname);
    END LOOP;
    FOR item IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
      EXECUTE format('DROP SCHEMA %I CASCADE', item.nspname);
    END LOOP;
    FOR item IN SELECT extname FROM pg_extension WHERE oid >= 16384 LOOP
      EXECUTE format('DROP EXTENSION %I CASCADE', item.extname);
    END LOOP;
    FOR item IN SELECT fdwname FROM pg_foreign_data_wrapper LOOP
      EXECUTE format('DROP FOREIGN DATA WRAPPER %I CASCADE', item.fdwname);
    END LOOP;
    FOR item IN SELECT pubname FROM pg_publication LOOP
      EXECUTE format('DROP PUBLICATION %I', item.pubname);
    END LOOP;
    FOR item IN SELECT amname FROM pg_am WHERE oid >= 16384 LOOP
      EXECUTE format('DROP ACCESS METHOD %I CASCADE', item.amname);
    END LOOP;
    FOR item IN SELECT format_type(trftype, NULL) AS type, lanname FROM pg_transform t JOIN pg_language l ON l.oid = trflang WHERE t.oid >= 16384 LOOP
      EXECUTE format('DROP TRANSFORM FOR %s LANGUAGE %I', item.type, item.lanname);
    END LOOP;
    FOR item IN SELECT format_type(castsource, NULL) AS source, format_type(casttarget, NULL) AS target FROM pg_cast WHERE oid >= 16384 LOOP
      EXECUTE format('DROP CAST (%s AS %s)', item.source, item.target);
    END LOOP;
    FOR item IN SELECT lanname FROM pg_language WHERE oid >= 16384 LOOP
      EXECUTE format('DROP LANGUAGE %I CASCADE', item.lanname);
    END LOOP;
    FOR item IN SELECT opfname, amname, amopstrategy AS place, format_type(amoplefttype, NULL) AS left, format_type(amoprighttype, NULL) AS right
                FROM pg_amop p JOIN pg_opfamily f ON f.oid = amopfamily JOIN pg_am m ON m.oid = opfmethod WHERE p.oid >= 16384 LOOP
      EXECUTE format('ALTER OPERATOR FAMILY %I USING %I DROP OPERATOR %s (%s, %s)', item.opfname, item.amname, item.place, item.left, item.right);
    END LOOP;
    FOR item IN SELECT lanname FROM pg_language WHERE lanacl IS NOT NULL LOOP
      EXECUTE format('GRANT USAGE ON LANGUAGE %I TO PUBLIC; REVOKE ALL ON LANGUAGE %I FROM app_ro, app_rw', item.lanname, item.lanname);
    END LOOP;
  END $$;
  SELECT lo_unlink(oid) FROM pg_largeobject_metadata;
  SET allow_system_table_mods = on;
  DELETE FROM pg_default_acl;
  RESET allow_system_table_mods;
  CREATE SCHEMA public AUTHORIZATION pg_database_owner;
  GRANT USAGE ON SCHEMA public TO PUBLIC;
  COMMENT ON SCHEMA public IS 'standard public schema';
  RESET client_min_messages`;

/** Whether privileges are others than those that initdb gave. */
const differ = (acl: string, catalogue: string, oid = "oid", subid = "0") =>
  `${acl}::text[] IS DISTINCT FROM (${initial(catalogue, oid, subid)})`;

/** Whether nothing is left that refers to anything, and what initdb made is as it was. */
async function sweep(database: WatchedDatabase): Promise<boolean> {
  await database.sql(SWEEP);
  const [left] = await database.sql(`
    SELECT (SELECT count(*) FROM pg_depend WHERE objid >= 16384) + (SELECT count(*) FROM pg_attribute WHERE attrelid < 16384 AND ${differ("attacl", "pg_class", "attrelid", "attnum")})
         + (SELECT count(*) FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND ${differ("relacl", "pg_class")})
         + (SELECT count(*) FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND ${differ("proacl", "pg_proc")})
         + (SELECT count(*) FROM pg_namespace WHERE nspname = 'pg_catalog' AND ${differ("nspacl", "pg_namespace")}) AS n`);
  return Number(left?.n) === 0;
}
