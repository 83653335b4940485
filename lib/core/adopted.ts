/** What users have made a member of an extension: ALTER EXTENSION … ADD. */

/**
 * Whether a row of pg_depend makes a member of what was there before: ALTER EXTENSION … ADD. An extension's script makes a member of
 * what it makes at once, or of what is there when the extension comes.
 */
const adopted = (member: string, older: string): string =>
  `EXISTS (SELECT FROM ${older} AND age(older.xmin) > age(${member}.xmin)) AND NOT EXISTS (SELECT FROM pg_depend whole ` +
  `WHERE whole.classid = ${member}.refclassid AND whole.objid = ${member}.refobjid AND whole.xmin = ${member}.xmin)`;

/** What only scripts make members by one row each: their numbers tell what a script has made, see core/lost-members.ts. */
export const NUMBERED_BY_SCRIPTS = `IN (${[
  "pg_proc",
  "pg_operator",
  "pg_cast",
  "pg_opclass",
  "pg_opfamily",
  "pg_amop",
  "pg_amproc",
]
  .map((name) => `'${name}'::regclass`)
  .join(", ")})`;

/** The same, of what lies in a schema; what the extension had made, and lost, comes back to it. */
export const adoptedInSchema = (member: string): string =>
  adopted(
    member,
    `pg_depend older WHERE older.classid = ${member}.classid AND older.objid = ${member}.objid AND older.objsubid = 0 ` +
      `AND older.refclassid = 'pg_namespace'::regclass AND older.deptype = 'n' AND NOT (${member}.objid > ${member}.refobjid AND EXISTS (` +
      `SELECT FROM pg_depend kin WHERE kin.refclassid = ${member}.refclassid AND kin.refobjid = ${member}.refobjid AND kin.deptype = 'e' ` +
      `AND kin.xmin = older.xmin AND kin.objid > ${member}.objid AND kin.classid ${NUMBERED_BY_SCRIPTS}))`,
  );

/** The same, of a schema. */
export const adoptedSchema = (member: string): string =>
  adopted(
    member,
    `pg_namespace older WHERE older.oid = ${member}.objid AND ${member}.classid = 'pg_namespace'::regclass`,
  );
