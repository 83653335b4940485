/** What somebody has taken out of an extension that had made it: ALTER EXTENSION … DROP. Satellite of what lies in a schema. */

import { LOST_MEMBERS } from "../core/lost-members.ts";
import { defineSatellite } from "../core/registered-satellite.ts";
import type { SatelliteAt } from "../core/satellite.ts";
import { low, medium } from "../core/severity.ts";
import { ident } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

const member = (verb: string, { host, suffix: [extension = ""] }: SatelliteAt) => [
  statement(`ALTER EXTENSION ${ident(extension)} ${verb} ${host.sqlName}`, ...host.lock("share-update-exclusive-lock")),
];

export const extensionLoss = defineSatellite<Record<never, never>>({
  name: "extension-loss",
  title: "loss of a member of an extension",
  suffix: ["extension"],
  ofUnlisted: true,
  reads: ["pg_depend", "pg_extension", "pg_class", "pg_type"],
  rank: 157,
  query: () => LOST_MEMBERS,
  canonicalise: () => ({}),
  added: medium(
    "pg_dump takes it along, so that CREATE EXTENSION fails where a dump is restored, and DROP EXTENSION leaves it",
  ),
  removed: low("it comes and goes with its extension again, where it was to stand by itself"),
  attributes: {},
  create: (at) => member("DROP", at),
  drop: (at) => member("ADD", at),
});
