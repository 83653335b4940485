/** What is to go with an extension though it is none of its members: DEPENDS ON EXTENSION. Satellite of what can say so. */

import { defineSatellite } from "../core/registered-satellite.ts";
import type { SatelliteAt } from "../core/satellite.ts";
import { low, medium } from "../core/severity.ts";
import { ident } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

const depends = ({ host, suffix: [extension = ""] }: SatelliteAt, not = "") => [
  statement(
    `ALTER ${host.sqlName} ${not}DEPENDS ON EXTENSION ${ident(extension)}`,
    ...host.lock("access-exclusive-lock"),
  ),
];

export const extensionDependency = defineSatellite<Record<never, never>>({
  name: "extension-dependency",
  title: "dependence",
  suffix: ["extension"],
  ofUnlisted: true,
  reads: ["pg_depend", "pg_extension", "pg_class"],
  rank: 155,
  query: () => `
    SELECT c.relname AS catalogue, d.objid AS oid, d.objsubid AS subid, e.extname AS extension
    FROM pg_depend d JOIN pg_class c ON c.oid = d.classid JOIN pg_extension e ON e.oid = d.refobjid
    WHERE d.deptype = 'x' AND d.refclassid = 'pg_extension'::regclass`,
  canonicalise: () => ({}),
  added: medium("DROP EXTENSION takes it along unasked, which nobody expected"),
  removed: low("it stays behind, and may fail, when the extension is dropped"),
  attributes: {},
  create: (at) => depends(at),
  drop: (at) => depends(at, "NO "),
});
