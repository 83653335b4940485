/** What a user has made a member of an extension: ALTER EXTENSION … ADD. Satellite of what lies in a schema. */

import { adoptedInSchema, adoptedSchema } from "../core/adopted.ts";
import { defineSatellite } from "../core/registered-satellite.ts";
import type { SatelliteAt } from "../core/satellite.ts";
import { high, medium } from "../core/severity.ts";
import { ident } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

const member = (verb: string, { host, suffix: [extension = ""] }: SatelliteAt) => [
  statement(`ALTER EXTENSION ${ident(extension)} ${verb} ${host.sqlName}`, ...host.lock("share-update-exclusive-lock")),
];

export const extensionMember = defineSatellite<Record<never, never>>({
  name: "extension-member",
  title: "membership in an extension",
  suffix: ["extension"],
  reads: ["pg_depend", "pg_extension", "pg_class", "pg_namespace"],
  rank: 156,
  query: () => `
    SELECT c.relname AS catalogue, d.objid AS oid, d.objsubid AS subid, e.extname AS extension
    FROM pg_depend d JOIN pg_class c ON c.oid = d.classid JOIN pg_extension e ON e.oid = d.refobjid
    WHERE d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass
      AND (${adoptedInSchema("d")} OR ${adoptedSchema("d")})`,
  canonicalise: () => ({}),
  added: high("pg_dump leaves it out of every backup, and DROP EXTENSION takes it along with all that it holds"),
  removed: medium(
    "pg_dump takes it along and DROP EXTENSION leaves it, where it was to come and go with the extension",
  ),
  attributes: {},
  create: (at) => member("ADD", at),
  drop: (at) => member("DROP", at),
});
