/** Quoting, and the filters every catalogue query shares. */

import { adoptedInSchema, adoptedSchema } from "./adopted.ts";

/** An identifier, always quoted: quoting never depends on the server's list of reserved words. */
export const ident = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const WELL_KNOWN = ["sql", "plpgsql", "c", "internal", "btree", "hash", "gist", "gin", "spgist", "brin"];

/** A language or access method; those that every server has are as people write them, and no reserved words anywhere. */
export const wellKnown = (name: string): string => (WELL_KNOWN.includes(name) ? name : ident(name));

/** In brackets, each on a line of its own where there are several. */
export const listed = (clauses: readonly string[]): string =>
  clauses.length > 1 ? `(\n  ${clauses.join(",\n  ")}\n)` : `(${clauses.join("")})`;

/** A string literal. The session has `standard_conforming_strings` on; a backslash is spelled in E'' form all the same. */
export const literal = (text: string): string =>
  text.includes("\\") ? `E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'` : `'${text.replaceAll("'", "''")}'`;

export const qualified = (...path: readonly string[]): string => path.map(ident).join(".");

/** A routine by its input arguments. A mode says that there are no others: a procedure answers to its output arguments, too. */
export const calledRoutine = (at: {
  readonly schema: string;
  readonly name: string;
  readonly arguments: string;
}): string => `ROUTINE ${qualified(at.schema, at.name)}(${at.arguments === "" ? "" : `IN ${at.arguments}`})`;

/** An operator by its schema; what it is called is made of symbols, which cannot be quoted. */
export const qualifiedOperator = (schema: string, symbols: string): string => `${ident(schema)}.${symbols}`;

/**
 * The database a statement runs in, whatever it is called there: a restored copy has another name and the same address.
 * No SQL can hold this character, so that nothing else is ever taken for it.
 */
export const THIS_DATABASE = "\0database\0";

/** Schemas that belong to users: neither PostgreSQL's own, nor temporary, nor TOAST. */
export const userSchemas = (namespace: string): string =>
  `${namespace}.nspname !~ '^pg_' AND ${namespace}.nspname <> 'information_schema'`;

const PREFIXES = {
  pg_proc: "pro",
  pg_operator: "opr",
  pg_opfamily: "opf",
  pg_ts_parser: "prs",
  pg_ts_template: "tmpl",
  pg_ts_dict: "dict",
} as const;

/** Schema and name of what an OID stands for, as text[]; NULL where it stands for nothing. */
export const nameOf = (catalogue: keyof typeof PREFIXES, oid: string): string =>
  `(SELECT ARRAY[naming.nspname, named.${PREFIXES[catalogue]}name]::text[] FROM ${catalogue} named ` +
  `JOIN pg_namespace naming ON naming.oid = named.${PREFIXES[catalogue]}namespace WHERE named.oid = ${oid})`;

/** Objects that are no part of another, as the constructors of a range type are. */
export const inItsOwnRight = (catalogue: string, oid: string): string =>
  `${oid} NOT IN (SELECT objid FROM pg_depend WHERE deptype = 'i' AND classid = '${catalogue}'::regclass)`;

// Not correlated, so that PostgreSQL reads the list once and looks each object up in a hash table.
export const members = (catalogue: string): string =>
  `SELECT m.objid FROM pg_depend m WHERE m.deptype = 'e' AND m.refclassid = 'pg_extension'::regclass AND m.classid = '${catalogue}'::regclass ` +
  `AND NOT (${catalogue === "pg_namespace" ? adoptedSchema("m") : adoptedInSchema("m")})`;

/** Objects that no extension owns. */
export const notFromExtension = (catalogue: string, oid: string): string => `${oid} NOT IN (${members(catalogue)})`;

/** The names of a view's columns, in their order, for the select list of a query whose `pg_class` is `c`. */
export const COLUMN_NAMES =
  "ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 ORDER BY a.attnum)";
