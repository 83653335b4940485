/** Who owns an object, and which of the owner's own rights have been revoked. Satellite of every kind that has an owner. */

import { ownEntry, privilegeWords } from "../core/acl.ts";
import { caution, safe } from "../core/hazard.ts";
import { defineSatellite } from "../core/registered-satellite.ts";
import type { Host } from "../core/satellite.ts";
import { critical, info, medium } from "../core/severity.ts";
import { ident } from "../core/sql.ts";
import { rated, type Statement, statement } from "../core/statement.ts";

type Owner = {
  role: string;
  /** Rights the owner has no longer, though owners have them by default. */
  revoked: readonly string[];
};

export const owner = defineSatellite<Owner>({
  name: "owner",
  title: "owner",
  suffix: [],
  reads: [],
  rank: 130,
  derive: (row, privileges) =>
    typeof row.owner === "string"
      ? [{ suffix: [], spec: { role: row.owner, revoked: revoked(row.acl, row.owner, privileges?.owner ?? "") } }]
      : [],
  added: info("whoever made the object owns it, and may do everything with it"),
  removed: info("the object is gone, and its ownership with it"),
  attributes: {
    role: {
      drift: critical("another role may change and drop the object, and pass its row security"),
      passesOn: "always",
      alter: ({ host }, to, { actual, expected }) => [
        rated(
          caution(
            "the role may do everything with the object from then on, and whoever owns it now only what they are granted",
            "see first whether anything connects as the role that owns it now",
          ),
          `ALTER ${host.sqlName} OWNER TO ${ident(to)}`,
          "widens-permissions",
          "narrows-permissions",
          ...host.lock("access-exclusive-lock"),
        ),
        ...taken(host, actual, expected),
      ],
    },
    revoked: {
      drift: (expected, actual) =>
        actual.some((word) => !expected.includes(word))
          ? medium("the owner is refused what owners may do, unless it grants itself the right again")
          : medium("the owner may do again what had been taken from it"),
      // What the owner before has becomes the new one's: that comes first.
      alter: ({ host }, _to, { actual, expected }) =>
        actual.role === expected.role ? taken(host, actual, expected) : [],
    },
  },
  create: ({ host }, spec) => [
    rated(
      safe("the new object is given to the role that is to own it"),
      `ALTER ${host.sqlName} OWNER TO ${ident(spec.role)}`,
      ...host.lock("access-exclusive-lock"),
    ),
    ...(host.privileges && spec.revoked.length > 0
      ? [statement(`REVOKE ${host.privileges.phrase(spec.revoked)} FROM ${ident(spec.role)}`)]
      : []),
  ],
  drop: () => [],
});

function taken(
  { privileges }: Pick<Host, "privileges">,
  { revoked: before }: Owner,
  { revoked: after, role }: Owner,
): Statement[] {
  if (!privileges) return [];
  const grant = before.filter((word) => !after.includes(word));
  const revoke = after.filter((word) => !before.includes(word));
  return [
    ...(grant.length > 0
      ? [statement(`GRANT ${privileges.phrase(grant)} TO ${ident(role)}`, "widens-permissions")]
      : []),
    ...(revoke.length > 0
      ? [statement(`REVOKE ${privileges.phrase(revoke)} FROM ${ident(role)}`, "narrows-permissions")]
      : []),
  ];
}

function revoked(acl: unknown, role: string, defaults: string): string[] {
  if (acl === null || acl === undefined) return [];
  const held = ownEntry(acl, role)?.letters ?? new Set<string>();
  return privilegeWords([...defaults].filter((letter) => !held.has(letter)));
}
