/**
 * What somebody has given to another role of what an extension made. PostgreSQL notes whose an object is in a row of pg_shdepend,
 * which is as old as the last change of owner: what an extension's script gives to whomever it gives in a transaction in which
 * members come, or in which the extension comes to its version. What is as old as the extension's own row is either a copy,
 * of a database that was a template, or has gone to another role with the extension (REASSIGN OWNED). The superuser of initdb
 * has no such rows.
 */

import { adoptedInSchema, adoptedSchema } from "../core/adopted.ts";
import { MEMBER, ownerOf } from "../core/given-away.ts";
import { caution } from "../core/hazard.ts";
import { defineSatellite } from "../core/registered-satellite.ts";
import { text } from "../core/row.ts";
import type { SatelliteAt } from "../core/satellite.ts";
import { critical, high } from "../core/severity.ts";
import { ident } from "../core/sql.ts";
import { rated } from "../core/statement.ts";

// Of what most extensions bring; a cast has no owner, for one.
const OWNED =
  "IN ('pg_proc'::regclass, 'pg_type'::regclass, 'pg_class'::regclass, 'pg_namespace'::regclass, 'pg_operator'::regclass)";
/** As rows of a satellite, with `role`, whose it is, and `initial`, whose the others are that came with it. */
const GIVEN_AWAY = `
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

const given = ({ host }: SatelliteAt, role: string) => [
  rated(
    caution(
      "the role may do everything with the object from then on, and whoever owns it now only what they are granted",
      "see first whether anything connects as the role that owns it now",
    ),
    `ALTER ${host.sqlName} OWNER TO ${ident(role)}`,
    "widens-permissions",
    "narrows-permissions",
    ...host.lock("access-exclusive-lock"),
  ),
];

export const extensionOwner = defineSatellite<{ role: string }>({
  name: "extension-owner",
  title: "owner of what an extension made",
  suffix: [],
  ofUnlisted: true,
  reads: ["pg_depend", "pg_shdepend", "pg_database", "pg_extension", "pg_namespace", "pg_class"],
  rank: 131,
  query: () => GIVEN_AWAY,
  canonicalise: (row) => ({ role: text(row.role) }),
  facts: (row) => ({ initial: text(row.initial) }),
  added: critical("a role that did not install the extension may change what everybody calls and reads of it"),
  removed: high("the role that was to own it may not change it, and is refused what it is not granted"),
  attributes: {
    role: {
      drift: critical("another role may change what everybody calls and reads of the extension"),
      alter: given,
    },
  },
  create: (at, { role }) => given(at, role),
  drop: (at, _spec, { initial }) => given(at, String(initial)),
});
