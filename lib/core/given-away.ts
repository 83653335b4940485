/** Members of extensions that may have been given to another role: see kinds/extension-owner.ts. */

export const MEMBER = "d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass";
const HERE = "(SELECT oid FROM pg_database WHERE datname = current_database())";
/** In FROM: the note whose the object is that a row of pg_depend is about. */
export const ownerOf = (row: string, member: string): string =>
  `pg_shdepend ${row} ON ${row}.dbid = ${HERE} AND ${row}.classid = ${member}.classid AND ${row}.objid = ${member}.objid ` +
  `AND ${row}.objsubid = 0 AND ${row}.deptype = 'o'`;

/** Members whose owner is not noted since they came. */
export const maybeGivenAway = (catalogue: string): string =>
  `SELECT d.objid FROM pg_depend d JOIN ${ownerOf("given", "d")} ` +
  `WHERE ${MEMBER} AND d.classid = '${catalogue}'::regclass AND age(given.xmin) < age(d.xmin)`;
