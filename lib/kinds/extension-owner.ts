/** What somebody has given to another role of what an extension made. Satellite of all that has an owner. */

import { GIVEN_AWAY } from "../core/given-away.ts";
import { caution } from "../core/hazard.ts";
import { defineSatellite } from "../core/registered.ts";
import { text } from "../core/row.ts";
import type { SatelliteAt } from "../core/satellite.ts";
import { critical, high } from "../core/severity.ts";
import { ident } from "../core/sql.ts";
import { rated } from "../core/statement.ts";

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
