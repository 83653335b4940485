/** What one role other than the owner may do with an object. Satellite of every kind that GRANT knows. */

import { aclEntries, privilegeWords } from "../core/acl.ts";
import type { Derived, SatelliteAt } from "../core/kind.ts";
import { defineSatellite } from "../core/registered.ts";
import { critical, high, medium } from "../core/severity.ts";
import { ident } from "../core/sql.ts";
import { type Statement, statement } from "../core/statement.ts";

type Grant = {
  privileges: readonly string[];
  /** Those the role may pass on. */
  grantable: readonly string[];
};

const toPublic = ({ suffix }: SatelliteAt) => suffix[0] === "public";
const role = ({ suffix: [grantee = ""] }: SatelliteAt) => (grantee === "public" ? "PUBLIC" : ident(grantee));

export const grant = defineSatellite<Grant>({
  name: "grant",
  title: "grant",
  suffix: ["grantee"],
  ofUnlisted: true,
  reads: [],
  rank: 140,
  // A NULL list means the defaults: all for the owner (who is no grantee here), and what the kind gives to PUBLIC.
  arising: (privileges) => (privileges ? entry("public", privileges.public, "") : []),
  derive: (row, privileges) => {
    if (!privileges) return [];
    if (row.acl === null || row.acl === undefined) {
      return privileges.public === "" ? [] : entry("public", privileges.public, "");
    }
    return aclEntries(row.acl)
      .filter(({ grantee }) => grantee !== row.owner)
      .flatMap(({ grantee, letters, grantable }) => entry(grantee, letters, grantable));
  },
  added: (_spec, at) =>
    toPublic(at)
      ? critical("everybody has rights that nobody expected")
      : high("a role has rights that nobody expected"),
  removed: (_spec, at) =>
    toPublic(at) ? high("roles that relied on PUBLIC are refused") : high("the role is refused what it was promised"),
  attributes: {
    privileges: {
      drift: (expected, actual) =>
        actual.some((word) => !expected.includes(word))
          ? critical("the role has more rights than expected")
          : high("the role is refused what it was promised"),
      alter: (at, to, { actual }) => [
        ...give(
          at,
          to.filter((word) => !actual.privileges.includes(word)),
          false,
        ),
        ...take(
          at,
          actual.privileges.filter((word) => !to.includes(word)),
        ),
      ],
    },
    grantable: {
      drift: (expected, actual) =>
        actual.some((word) => !expected.includes(word))
          ? high("the role may pass its rights on")
          : medium("the role may no longer pass its rights on"),
      alter: (at, to, { actual, expected }) => [
        ...give(
          at,
          to.filter((word) => !actual.grantable.includes(word)),
          true,
        ),
        ...takeOption(
          at,
          actual.grantable.filter((word) => !to.includes(word) && expected.privileges.includes(word)),
        ),
      ],
    },
  },
  create: (at, spec) => [
    ...give(
      at,
      spec.privileges.filter((word) => !spec.grantable.includes(word)),
      false,
    ),
    ...give(at, spec.grantable, true),
  ],
  drop: (at, spec) => take(at, spec.privileges),
});

const entry = (grantee: string, letters: Iterable<string>, grantable: Iterable<string>): Derived<Grant>[] => {
  const privileges = privilegeWords(letters);
  return privileges.length === 0
    ? []
    : [{ suffix: [grantee], spec: { privileges, grantable: privilegeWords(grantable) } }];
};

function give(at: SatelliteAt, words: readonly string[], option: boolean): Statement[] {
  const { privileges } = at.host;
  if (!privileges || words.length === 0) return [];
  const sql = `GRANT ${privileges.phrase(words)} TO ${role(at)}${option ? " WITH GRANT OPTION" : ""}`;
  return [statement(sql, "widens-permissions")];
}

function take(at: SatelliteAt, words: readonly string[]): Statement[] {
  const { privileges } = at.host;
  if (!privileges || words.length === 0) return [];
  return [statement(`REVOKE ${privileges.phrase(words)} FROM ${role(at)}`, "narrows-permissions")];
}

function takeOption(at: SatelliteAt, words: readonly string[]): Statement[] {
  const { privileges } = at.host;
  if (!privileges || words.length === 0) return [];
  return [statement(`REVOKE GRANT OPTION FOR ${privileges.phrase(words)} FROM ${role(at)}`, "narrows-permissions")];
}
