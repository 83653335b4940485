/** Quoting, and the filters every catalogue query shares. */

/** An identifier, always quoted: quoting never depends on the server's list of reserved words. */
export const ident = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A string literal. The session has `standard_conforming_strings` on; a backslash is spelled in E'' form all the same. */
export const literal = (text: string): string =>
  text.includes("\\") ? `E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'` : `'${text.replaceAll("'", "''")}'`;

export const qualified = (...path: readonly string[]): string => path.map(ident).join(".");

/** Schemas that belong to users: neither PostgreSQL's own, nor temporary, nor TOAST. */
export const userSchemas = (namespace: string): string =>
  `${namespace}.nspname !~ '^pg_' AND ${namespace}.nspname <> 'information_schema'`;

/** Objects that no extension owns. */
export const notFromExtension = (catalogue: string, oid: string): string =>
  `NOT EXISTS (SELECT FROM pg_depend member WHERE member.classid = 'pg_catalog.${catalogue}'::regclass` +
  ` AND member.objid = ${oid} AND member.deptype = 'e')`;
