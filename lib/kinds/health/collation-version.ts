/** Collations whose library sorts differently, or may, from when the indexes on text were built. */

import type { HealthCheck } from "../../core/health.ts";
import { text, textOrNull } from "../../core/row.ts";
import { high } from "../../core/severity.ts";
import { ident, qualified, userSchemas } from "../../core/sql.ts";

// Asking the library of each of a server's 800 collations for its version takes longer than all the rest of a check.
// Those in use are found by who depends on them.
const IN_USE = "SELECT refobjid FROM pg_depend WHERE refclassid = 'pg_collation'::regclass";

export const collationVersion: HealthCheck = {
  name: "collation-version",
  title: "collations of another version than their indexes",
  restless: true,
  query: ({ major }) => `
    SELECT CASE WHEN ${userSchemas("n")} THEN n.nspname END AS schema, n.nspname AS home, c.collname AS name, c.collversion AS then,
           pg_collation_actual_version(c.oid) AS now
    FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
    WHERE c.oid IN (${IN_USE}) AND c.collversion <> pg_collation_actual_version(c.oid)
    ${
      major < 15
        ? ""
        : `UNION ALL
    SELECT NULL, NULL, d.datname, d.datcollversion, pg_database_collation_actual_version(d.oid)
    FROM pg_database d WHERE d.datname = current_database() AND d.datcollversion <> pg_database_collation_actual_version(d.oid)`
    }`,
  ailment: (row) => {
    const [home, name] = [textOrNull(row.home), text(row.name)];
    const why = `${home === null ? "the database's indexes on text" : "the indexes that use it"} were built with version ${text(row.then)}, and the server now sorts by ${text(row.now)}: they may miss rows and let duplicates in`;
    return home === null
      ? {
          address: { kind: "database", path: ["this"] },
          ...high(why),
          suggestion: `build the indexes on text again, such as by REINDEX DATABASE CONCURRENTLY ${ident(name)}; then ALTER DATABASE ${ident(name)} REFRESH COLLATION VERSION`,
        }
      : {
          address: { kind: "collation", path: [home, name] },
          ...high(why),
          suggestion: `build the indexes that use it again: REINDEX INDEX CONCURRENTLY …; then ALTER COLLATION ${qualified(home, name)} REFRESH VERSION`,
        };
  },
};
