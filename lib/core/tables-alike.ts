/** Tables, read once for all that have columns of the same names. */

import { notFromExtension, userSchemas } from "./sql.ts";

/**
 * In FROM: tables of the batch, those of an extension (`of_extension`) among them, with schema, name and relkind, the names of
 * their columns by number, whether a column has a collation of its own, and a `model`, the first of those that have the same
 * names. PostgreSQL opens a table to print an expression on it, which takes time and room, and looks at nothing there but
 * the names: so one stands for all that are alike. No common table expression: of those PostgreSQL does not know how many
 * rows to expect.
 */
export const tables = (batch: (oid: string) => string): string => `
    (SELECT c.*, own.names, own.collated, min(c.oid) OVER (PARTITION BY own.names) AS model
     FROM (SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind, NOT (${notFromExtension("pg_class", "c.oid")}) AS of_extension
           FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE c.relkind IN ('r', 'p', 'f', 'm') AND c.relpersistence <> 't' AND ${batch("c.oid")}
             AND ${userSchemas("n")} OFFSET 0) c
     CROSS JOIN LATERAL (
       SELECT array_agg(a.attname) AS names, bool_or(a.attcollation NOT IN (0, 100)) AS collated
       FROM (SELECT a.attname, a.attcollation FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 ORDER BY a.attnum) a) own)`;

/** An expression as text. One on a whole row names the table, so that only the table's own print will do. */
export const expressionOn = (tree: string, model: string, table: string): string =>
  `(SELECT CASE WHEN printed LIKE '%.*%' THEN pg_get_expr(${tree}, ${table}) ELSE printed END ` +
  `FROM (SELECT pg_get_expr(${tree}, coalesce(${model}, ${table})) AS printed OFFSET 0) p)`;
