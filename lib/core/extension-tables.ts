/**
 * What users have put on the tables of extensions. PostgreSQL makes no member of an index, a constraint, a trigger, a policy or
 * a rule, whoever made it. But an extension's script makes them in a transaction in which members come, or in which the
 * extension comes to its version; what is younger, users made.
 */

import { notFromExtension } from "./sql.ts";

const MEMBERS = "deptype = 'e' AND refclassid = 'pg_extension'::regclass";

/**
 * Tables of extensions that have a key from the transaction that made them a member. An upgrade of the server makes each in
 * a transaction of its own, or keys long after tables: of such a table nothing tells who made what.
 */
export const TELLING_TABLES = `
  SELECT own.objid FROM pg_depend own WHERE own.${MEMBERS} AND own.classid = 'pg_class'::regclass AND EXISTS (
    SELECT FROM pg_constraint k JOIN pg_depend key ON key.classid = 'pg_constraint'::regclass AND key.objid = k.oid AND key.xmin = own.xmin
    WHERE k.conrelid = own.objid AND k.contype IN ('p', 'u', 'x', 'f')) OFFSET 0`;

/** When members came. */
export const MEMBER_BIRTHS = `SELECT xmin FROM pg_depend WHERE ${MEMBERS}`;

/** What stands on them. Looked up table by table: there are few. */
const young = (catalogue: string, more = ""): string => `
  SELECT part.objid FROM (${TELLING_TABLES}) telling CROSS JOIN LATERAL (
    SELECT d.objid FROM pg_depend d
    WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = telling.objid AND d.deptype = 'a' AND d.classid = '${catalogue}'::regclass${more}
      AND d.xmin NOT IN (${MEMBER_BIRTHS}) AND d.xmin NOT IN (SELECT xmin FROM pg_extension) OFFSET 0) part`;

// Built again beside itself (REINDEX CONCURRENTLY), an index is as young as its building, but for its columns: who made it is lost.
const MADE_ONCE = `
      AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = d.objid AND (a.xmin = d.xmin OR a.attstattarget >= 0))`;
const CONSTRAINTS = young("pg_constraint");
const INDEXES = `${young("pg_class", MADE_ONCE)}
  UNION ALL
  SELECT i.objid FROM (${CONSTRAINTS}) c CROSS JOIN LATERAL (
    SELECT d.objid FROM pg_depend d
    WHERE d.refclassid = 'pg_constraint'::regclass AND d.refobjid = c.objid AND d.deptype = 'i' AND d.classid = 'pg_class'::regclass OFFSET 0) i`;

/** Of what stands on tables, what users made: all on their own, and what they put on an extension's. */
export const putByUsers = (catalogue: string, oid: string, table: string): string =>
  `(${notFromExtension("pg_class", table)} OR ${putOnAnExtensions(catalogue, oid)})`;

export const putOnAnExtensions = (catalogue: string, oid: string): string =>
  `${oid} IN (${catalogue === "pg_class" ? INDEXES : young(catalogue)})`;
