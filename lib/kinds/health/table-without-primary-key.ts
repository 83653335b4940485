/** Tables in which nothing tells one row from another. */

import type { HealthCheck } from "../../core/health.ts";
import { text } from "../../core/row.ts";
import { info } from "../../core/severity.ts";
import { notFromExtension, qualified, userSchemas } from "../../core/sql.ts";

export const tableWithoutPrimaryKey: HealthCheck = {
  name: "table-without-primary-key",
  title: "tables without a primary key",
  query: () => `
    SELECT n.nspname AS schema, t.relname AS table
    FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace
    WHERE t.relkind IN ('r', 'p') AND t.relpersistence <> 't' AND NOT t.relispartition
      AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = t.oid AND k.contype = 'p')
      AND ${userSchemas("n")} AND ${notFromExtension("pg_class", "t.oid")}`,
  ailment: (row) => {
    const path = [text(row.schema), text(row.table)];
    return {
      address: { kind: "table", path },
      ...info("it has no primary key: a row cannot be named, and logical replication cannot update or delete it"),
      suggestion: `give it one: ALTER TABLE ${qualified(...path)} ADD PRIMARY KEY (…)`,
    };
  },
};
