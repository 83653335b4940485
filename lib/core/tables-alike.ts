/** Tables, read once for all that have columns of the same names. */

import { notFromExtension, userSchemas } from "./sql.ts";

/**
 * In FROM: tables of the batch, those of an extension (`of_extension`) among them, with schema, name and relkind, the names of
 * their columns (`nameIn`), whether a column has a collation of its own, and a `model`, the first of those that have the same
 * names. PostgreSQL opens a table to print an expression on it, which takes time and room, and looks at nothing there but
 * the names: so one stands for all that are alike. No common table expression: of those PostgreSQL does not know how many
 * rows to expect. Columns are gone through once for all tables: to look those of each up takes three times as long.
 */
export const tables = (batch: (oid: string) => string): string => `
    (SELECT c.*, own.names, own.numbers, own.collated, min(c.oid) OVER (PARTITION BY ${ALIKE}) AS model
     FROM (SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind, NOT (${notFromExtension("pg_class", "c.oid")}) AS of_extension
           FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE c.relkind IN ('r', 'p', 'f', 'm') AND c.relpersistence <> 't' AND ${batch("c.oid")}
             AND ${userSchemas("n")} OFFSET 0) c
     LEFT JOIN (
       SELECT a.attrelid, array_agg(a.attname::text) AS names, array_agg(a.attnum) AS numbers, bool_or(a.attcollation NOT IN (0, 100)) AS collated
       FROM pg_attribute a
       WHERE a.attnum > 0 AND ${batch("a.attrelid")} AND a.attrelid IN (SELECT oid FROM pg_class WHERE relkind IN ('r', 'p', 'f', 'm'))
       GROUP BY a.attrelid) own ON own.attrelid = c.oid)`;

/** Arrays are compared more slowly than their hashes, of which 128 bits of the names do not meet by chance. */
const ALIKE = ["own.names, 0", "own.names, 1", "own.numbers, 0"].map((it) => `hash_array_extended(${it})`).join(", ");

/** The name of a column by its number. @param t one of `tables` */
export const nameIn = (t: string, number: string): string => `${t}.names[array_position(${t}.numbers, ${number})]`;

/** An expression as text. One on a whole row names the table, so that only the table's own print will do. */
export const expressionOn = (tree: string, model: string, table: string): string =>
  `(SELECT CASE WHEN printed LIKE '%.*%' THEN pg_get_expr(${tree}, ${table}) ELSE printed END ` +
  `FROM (SELECT pg_get_expr(${tree}, coalesce(${model}, ${table})) AS printed OFFSET 0) p)`;
