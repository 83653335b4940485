/**
 * What an extension's script made and somebody has taken out of it since: ALTER EXTENSION … DROP. PostgreSQL keeps no note
 * of that. But all that a script makes comes in one transaction and has its numbers one after another: what is as old as the
 * extension, no member, and numbered between it and a member that is as old was made by the script as well.
 */

import { NUMBERED_BY_SCRIPTS } from "./adopted.ts";

const CAN_BE_LOST = [
  ...["pg_proc", "pg_operator", "pg_type", "pg_class", "pg_collation", "pg_conversion"],
  ...["pg_ts_parser", "pg_ts_template", "pg_ts_dict", "pg_ts_config"],
];
const among = (catalogues: readonly string[]): string =>
  `IN (${catalogues.map((name) => `'${name}'::regclass`).join(", ")})`;

/** Its columns: `catalogue`, `classid`, `oid` and `subid` of the object, the name of the `extension`, and `born`, their transaction. */
export const LOST_MEMBERS = `
  SELECT (SELECT relname FROM pg_class WHERE oid = d.classid) AS catalogue, d.classid, d.objid AS oid, d.objsubid AS subid, x.extname AS extension, d.xmin AS born
  FROM pg_extension x
  JOIN pg_depend own ON own.classid = 'pg_extension'::regclass AND own.objid = x.oid AND own.refclassid = 'pg_namespace'::regclass
  CROSS JOIN LATERAL (
    SELECT max(m.objid) AS last FROM pg_depend m WHERE m.refclassid = 'pg_extension'::regclass AND m.refobjid = x.oid
      AND m.deptype = 'e' AND m.xmin = own.xmin AND m.classid ${NUMBERED_BY_SCRIPTS}) member
  JOIN pg_depend d ON d.classid ${among(CAN_BE_LOST)} AND d.objid > x.oid AND d.objid < member.last AND d.xmin = own.xmin
                  AND d.refclassid = 'pg_namespace'::regclass AND d.deptype = 'n'
  WHERE NOT EXISTS (SELECT FROM pg_depend m WHERE m.classid = d.classid AND m.objid = d.objid AND m.deptype = 'e')
    AND (d.classid <> 'pg_type'::regclass OR d.objid IN (SELECT t.oid FROM pg_type t WHERE t.typtype IN ('b', 'e')))
    AND (d.classid <> 'pg_class'::regclass OR d.objid IN (SELECT c.oid FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'f', 'S')))`;

/** The same, with what the script made on the tables among them. */
export const LOST_WITH_PARTS = `
  WITH lost AS MATERIALIZED (${LOST_MEMBERS})
  SELECT catalogue, oid FROM lost
  UNION ALL
  SELECT c.relname, part.objid FROM lost
  JOIN pg_depend part ON part.refclassid = lost.classid AND part.refobjid = lost.oid AND part.deptype = 'a' AND part.xmin = lost.born
  JOIN pg_class c ON c.oid = part.classid
  WHERE lost.catalogue = 'pg_class'`;
