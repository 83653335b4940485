/** Databases used again and again: swept clean, which takes a tenth of the time that making one anew does. */

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

// Whatever happens to a schema has PostgreSQL plan every prepared statement anew.
const AS_MADE = `nspname = 'public' AND nspowner = 'pg_database_owner'::regrole
  AND nspacl::text = '{pg_database_owner=UC/pg_database_owner,=U/pg_database_owner}'
  AND obj_description(oid, 'pg_namespace') = 'standard public schema'
  AND NOT EXISTS (SELECT FROM pg_seclabel WHERE classoid = 'pg_namespace'::regclass AND objoid = pg_namespace.oid)`;

const SWEEP = `
  ROLLBACK; RESET ROLE; RESET ALL;
  SET client_min_messages = error;
  ${DROP_SUBSCRIPTIONS};
  DO $$ DECLARE item record; BEGIN
    FOR item IN SELECT evtname FROM pg_event_trigger LOOP
      EXECUTE format('DROP EVENT TRIGGER %I', item.evtname);
    END LOOP;
    FOR item IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' AND (${AS_MADE}) IS NOT TRUE LOOP
      EXECUTE format('DROP SCHEMA %I CASCADE', item.nspname);
    END LOOP;
    LOOP
      SELECT o.type, o.identity INTO item
      FROM pg_depend d CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, 0) o
      WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = to_regnamespace('public') AND d.deptype = 'n'
        AND NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = d.classid AND i.objid = d.objid AND i.objsubid = 0 AND i.deptype IN ('i', 'e')) LIMIT 1;
      EXIT WHEN NOT FOUND;
      EXECUTE format('DROP %s %s CASCADE', CASE item.type WHEN 'statistics object' THEN 'statistics'
        WHEN 'aggregate' THEN 'routine' ELSE item.type END, item.identity);
    END LOOP;
    FOR item IN SELECT extname FROM pg_extension WHERE oid >= 16384 LOOP
      EXECUTE format('DROP EXTENSION %I CASCADE', item.extname);
    END LOOP;
    IF to_regnamespace('public') IS NULL THEN
      CREATE SCHEMA public AUTHORIZATION pg_database_owner;
      GRANT USAGE ON SCHEMA public TO PUBLIC;
      COMMENT ON SCHEMA public IS 'standard public schema';
    END IF;
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
  DELETE FROM pg_depend WHERE classid = 'pg_default_acl'::regclass;
  RESET allow_system_table_mods;
  RESET client_min_messages`;

/** How many have other privileges than those that initdb gave. */
const granted = (acl: string, catalogue: string, where: string, from = catalogue, oid = "oid", subid = "0") => `
  (SELECT count(*) FROM ${from} m
   LEFT JOIN pg_init_privs i ON i.classoid = '${catalogue}'::regclass AND i.objoid = m.${oid} AND i.objsubid = ${subid}
   WHERE ${where} AND m.${acl} IS DISTINCT FROM i.initprivs)`;

const LEFT = [
  "(SELECT count(*) FROM pg_depend WHERE objid >= 16384)",
  granted("attacl", "pg_class", "m.attrelid < 16384", "pg_attribute", "attrelid", "m.attnum"),
  granted("relacl", "pg_class", "m.relnamespace = 'pg_catalog'::regnamespace"),
  granted("proacl", "pg_proc", "m.pronamespace = 'pg_catalog'::regnamespace"),
  granted("nspacl", "pg_namespace", "m.nspname = 'pg_catalog'"),
];

/** Whether nothing is left that refers to anything, and what initdb made is as it was. */
async function sweep(database: WatchedDatabase): Promise<boolean> {
  await database.sql(SWEEP);
  const [left] = await database.sql(`SELECT ${LEFT.join(" + ")} AS n`);
  return Number(left?.n) === 0;
}
