/** Constraints that were added NOT VALID and never validated. */

import { type HealthCheck, partitionRoot } from "../../core/health.ts";
import { text, textOrNull, textsOrNull } from "../../core/row.ts";
import { medium } from "../../core/severity.ts";
import { ident, notFromExtension, qualified, userSchemas } from "../../core/sql.ts";

export const constraintNotValidated: HealthCheck = {
  name: "constraint-not-validated",
  title: "constraints that were never validated",
  // One that is not enforced, which 18 knows, is never valid. What children inherit is their parent's business.
  query: ({ major }) => `
    SELECT n.nspname AS schema, t.relname AS table, k.conname AS name, 'TABLE' AS host,
           CASE WHEN k.contype = 'n' THEN (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum = k.conkey[1]) END AS column,
           ${partitionRoot("t")} AS root
    FROM pg_constraint k
    JOIN pg_class t ON t.oid = k.conrelid AND t.relkind IN ('r', 'p') AND t.relpersistence <> 't'
    JOIN pg_namespace n ON n.oid = t.relnamespace
    WHERE NOT k.convalidated AND k.contype IN ('c', 'f', 'n') AND k.conislocal AND k.conparentid = 0
      ${major >= 18 ? "AND k.conenforced" : ""} AND ${userSchemas("n")} AND ${notFromExtension("pg_class", "t.oid")}
    UNION ALL
    SELECT n.nspname, t.typname, k.conname, 'DOMAIN', NULL, NULL
    FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE NOT k.convalidated AND k.contype = 'c' AND ${userSchemas("n")} AND ${notFromExtension("pg_type", "t.oid")}`,
  ailment: (row) => {
    const [schema, table, name] = [text(row.schema), text(row.table), text(row.name)];
    const [column, root, host] = [textOrNull(row.column), textsOrNull(row.root), text(row.host)];
    return {
      // That a column is NOT NULL is the column's, whatever the constraint behind it is called.
      address:
        host === "DOMAIN"
          ? { kind: "domain-constraint", path: [schema, table, name] }
          : column === null
            ? { kind: "constraint", path: [schema, table, name] }
            : { kind: "column", path: [schema, table, column] },
      partitionOf: root ? { kind: "table", path: root } : undefined,
      ...medium("what was there before the constraint has never been held against it, and may break it"),
      suggestion: `validate it: ALTER ${host} ${qualified(schema, table)} VALIDATE CONSTRAINT ${ident(name)}`,
    };
  },
};
