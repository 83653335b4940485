/** Who has made an object, and whose is what has been said of it since. */

import { maybeGivenAway } from "./given-away.ts";
import type { Catalogue } from "./kind.ts";
import { members, notFromExtension, userSchemas } from "./sql.ts";

/**
 * Objects that no extension owns, and those of its members on which a user has granted, commented or labelled something.
 * @param acl the catalogue's column with the privileges, for what GRANT knows
 */
export const userMade = (catalogue: string, oid: string, acl?: string): string =>
  `(${notFromExtension(catalogue, oid)} OR ${oid} IN (${touched(catalogue, acl)}))`;

/** The catalogues by which it is known who has made an object, and who has granted or said something: what the filters below read. */
export const ORIGINS = [
  ...["pg_depend", "pg_shdepend", "pg_database"],
  ...["pg_init_privs", "pg_description", "pg_seclabel"],
] as const satisfies readonly Catalogue[];

/**
 * The users' own objects, and of those that an extension or PostgreSQL itself brought the ones of which a user has changed the
 * privileges; of an extension's, also those on which one has commented or labelled something.
 * @param acl the catalogue's column with the privileges, for what GRANT knows
 */
export const ofUsers = (namespace: string, catalogue: string, oid: string, acl?: string): string =>
  `(${userSchemas(namespace)} AND ${notFromExtension(catalogue, oid)} OR ${oid} IN (${touched(catalogue, acl)}))`;

/** As `ofUsers`, of relations for the sake of their columns. */
export const ofUsersByColumn = (namespace: string, oid: string): string =>
  `(${userSchemas(namespace)} AND ${notFromExtension("pg_class", oid)} OR ${oid} IN (${TOUCHED_COLUMNS}))`;

/**
 * The columns `member` and `initial_acl` by which the engine knows what no user has made, and what it began with; `initdb` of
 * what initdb made in pg_catalog.
 */
export const membership = (catalogue: string, oid: string): string =>
  `${isMember(catalogue, oid)} AS member, ${OF_INITDB[catalogue] ? `nullif(${oid} < 16384, false)` : "NULL::bool"} AS initdb, ` +
  `CASE WHEN ${isMember(catalogue, oid)} THEN (${initial(catalogue, oid, "0")}) END AS initial_acl`;

/** What an extension has brought, or initdb. */
export const isMember = (catalogue: string, oid: string): string =>
  `(${oid} < 16384 OR ${oid} IN (${members(catalogue)}))`;

export const initial = (catalogue: string, oid: string, subid: string): string =>
  `SELECT initprivs::text[] FROM pg_init_privs WHERE classoid = '${catalogue}'::regclass AND objoid = ${oid} AND objsubid = ${subid}`;

/**
 * What an extension's script comments on and labels is done in the transaction that makes its members. Where an upgrade of the
 * server has made each of them in a transaction of its own, nothing tells who did.
 */
const OWN_COMMENTS = `
  SELECT comment.classoid, comment.objoid
  FROM (SELECT classoid, objoid, xmin FROM pg_description UNION ALL SELECT classoid, objoid, xmin FROM pg_seclabel) comment
  JOIN pg_depend own ON own.classid = comment.classoid AND own.objid = comment.objoid AND own.deptype = 'e'
                    AND own.refclassid = 'pg_extension'::regclass AND own.xmin <> comment.xmin
  WHERE EXISTS (SELECT FROM pg_depend other WHERE other.deptype = 'e' AND other.refclassid = own.refclassid
                AND other.refobjid = own.refobjid AND other.xmin = own.xmin AND (other.classid, other.objid) <> (own.classid, own.objid))`;

/**
 * What initdb makes in pg_catalog, and may not do for everybody; every type is open to all. Of information_schema nothing
 * records what initdb grants.
 */
const OF_INITDB: { readonly [catalogue: string]: string } = {
  pg_namespace: "m.nspname = 'pg_catalog'",
  pg_class: "m.relnamespace = 'pg_catalog'::regnamespace",
  pg_proc: "m.pronamespace = 'pg_catalog'::regnamespace",
};

/** Members that nobody owns. */
const OWNERLESS: readonly string[] = ["pg_am", "pg_cast", "pg_transform", "pg_ts_parser", "pg_ts_template"];

const touched = (catalogue: string, acl?: string): string => {
  const comments = `SELECT objoid FROM (${OWN_COMMENTS}) own WHERE classoid = '${catalogue}'::regclass`;
  const given = OWNERLESS.includes(catalogue) ? [] : [maybeGivenAway(catalogue)];
  if (acl === undefined) return [comments, ...given].join(" UNION ALL ");
  const differs =
    ` LEFT JOIN pg_init_privs i ON i.classoid = '${catalogue}'::regclass AND i.objoid = m.oid AND i.objsubid = 0` +
    ` WHERE m.${acl} IS DISTINCT FROM i.initprivs`;
  const ofExtensions = `SELECT m.oid FROM (${members(catalogue)}) d JOIN ${catalogue} m ON m.oid = d.objid${differs}`;
  const initdb = OF_INITDB[catalogue];
  const ofInitdb = initdb ? [`SELECT m.oid FROM ${catalogue} m${differs} AND m.oid < 16384 AND ${initdb}`] : [];
  return [ofExtensions, ...ofInitdb, comments, ...given].join(" UNION ALL ");
};

const COLUMN_DIFFERS =
  " LEFT JOIN pg_init_privs i ON i.classoid = 'pg_class'::regclass AND i.objoid = m.attrelid AND i.objsubid = m.attnum" +
  " WHERE m.attacl IS DISTINCT FROM i.initprivs";

const TOUCHED_COLUMNS = [
  `SELECT m.attrelid FROM (${members("pg_class")}) d JOIN pg_attribute m ON m.attrelid = d.objid${COLUMN_DIFFERS}`,
  `SELECT m.attrelid FROM pg_attribute m${COLUMN_DIFFERS} AND m.attrelid < 16384`,
  `SELECT objoid FROM (${OWN_COMMENTS}) own WHERE classoid = 'pg_class'::regclass`,
].join(" UNION ALL ");
