/**
 * Members of extensions that somebody has given to another role. PostgreSQL notes whose an object is in a row of pg_shdepend,
 * which is as old as the last change of owner: what an extension's script gives to whomever it gives in a transaction in which
 * members come, or in which the extension comes to its version. What is as old as the extension's own row is either a copy,
 * of a database that was a template, or has gone to another role with the extension (REASSIGN OWNED). The superuser of initdb
 * has no such rows.
 */

import { adoptedInSchema, adoptedSchema } from "./adopted.ts";

const MEMBER = "d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass";
const HERE = "(SELECT oid FROM pg_database WHERE datname = current_database())";
// Of what most extensions bring; a cast has no owner, for one.
const OWNED =
  "IN ('pg_proc'::regclass, 'pg_type'::regclass, 'pg_class'::regclass, 'pg_namespace'::regclass, 'pg_operator'::regclass)";
const ownerOf = (row: string, member: string): string =>
  `pg_shdepend ${row} ON ${row}.dbid = ${HERE} AND ${row}.classid = ${member}.classid AND ${row}.objid = ${member}.objid ` +
  `AND ${row}.objsubid = 0 AND ${row}.deptype = 'o'`;

/** Members whose owner is not noted since they came. */
export const maybeGivenAway = (catalogue: string): string =>
  `SELECT d.objid FROM pg_depend d JOIN ${ownerOf("given", "d")} ` +
  `WHERE ${MEMBER} AND d.classid = '${catalogue}'::regclass AND age(given.xmin) < age(d.xmin)`;

/** As rows of a satellite, with `role`, whose it is, and `initial`, whose the others are that came with it. */
export const GIVEN_AWAY = `
  SELECT (SELECT relname FROM pg_class WHERE oid = d.classid) AS catalogue, d.objid AS oid, 0 AS subid, pg_get_userbyid(given.refobjid) AS role,
         pg_get_userbyid(coalesce((
           SELECT min(coalesce(own.refobjid, 10)) FROM pg_depend kin LEFT JOIN ${ownerOf("own", "kin")}
           WHERE kin.refclassid = d.refclassid AND kin.refobjid = d.refobjid AND kin.deptype = 'e' AND kin.xmin = d.xmin AND kin.classid ${OWNED}
             AND (kin.classid, kin.objid) <> (d.classid, d.objid) AND (own.xmin IS NULL OR own.xmin = kin.xmin)), x.extowner)) AS initial
  FROM pg_depend d JOIN ${ownerOf("given", "d")} JOIN pg_extension x ON x.oid = d.refobjid
  WHERE ${MEMBER} AND age(given.xmin) < age(d.xmin)
    AND given.xmin NOT IN (SELECT xmin FROM pg_depend WHERE deptype = 'e' AND refclassid = 'pg_extension'::regclass)
    AND given.xmin NOT IN (SELECT xmin FROM pg_extension)
    AND EXISTS (SELECT FROM pg_depend kin WHERE kin.xmin = d.xmin AND (kin.classid, kin.objid) <> (d.classid, d.objid)
                AND (kin.refclassid = d.refclassid AND kin.refobjid = d.refobjid AND kin.deptype = 'e' OR kin.classid = d.refclassid AND kin.objid = d.refobjid))
    AND NOT EXISTS (SELECT FROM pg_shdepend whole WHERE whole.dbid = given.dbid AND whole.classid = 'pg_extension'::regclass
                    AND whole.objid = d.refobjid AND whole.deptype = 'o' AND whole.xmin = given.xmin)
    AND NOT (${adoptedInSchema("d")} OR ${adoptedSchema("d")})`;
