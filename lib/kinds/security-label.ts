/** Security labels: what a label provider (SELinux, a masking extension) is told of an object. Satellite of every kind. */

import { defineSatellite } from "../core/registered-satellite.ts";
import { text } from "../core/row.ts";
import type { SatelliteAt } from "../core/satellite.ts";
import { critical, high, medium } from "../core/severity.ts";
import { ident, literal } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

const label = ({ host, suffix: [provider = ""] }: SatelliteAt, to: string | null) => [
  statement(
    `SECURITY LABEL FOR ${ident(provider)} ON ${host.sqlName} IS ${to === null ? "NULL" : literal(to)}`,
    "may-fail",
    ...(to === null ? (["exposes-rows"] as const) : []),
  ),
];

export const securityLabel = defineSatellite<{ label: string }>({
  name: "security-label",
  title: "security label",
  suffix: ["provider"],
  ofUnlisted: true,
  reads: ["pg_seclabel", "pg_shseclabel", "pg_class"],
  rank: 160,
  query: () => `
    SELECT c.relname AS catalogue, l.objoid AS oid, l.objsubid AS subid, l.provider, l.label
    FROM pg_seclabel l JOIN pg_class c ON c.oid = l.classoid
    UNION ALL
    SELECT c.relname, l.objoid, 0, l.provider, l.label
    FROM pg_shseclabel l JOIN pg_class c ON c.oid = l.classoid`,
  canonicalise: (row) => ({ label: text(row.label) }),
  added: medium("the label provider guards or masks what nobody expected it to"),
  removed: critical("the label provider no longer guards or masks what it did"),
  attributes: {
    label: { drift: high("the label provider guards or masks in another way"), verbatim: true, alter: label },
  },
  create: (at, spec) => label(at, spec.label),
  drop: (at) => label(at, null),
});
