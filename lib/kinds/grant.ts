/** What one role other than the owner may do with an object. Satellite of every kind that GRANT knows. */

import { aclEntries, heldOf, isAlongWith, privilegeWords } from "../core/acl.ts";
import { type Canonical, encode } from "../core/canonical.ts";
import { danger, safe } from "../core/hazard.ts";
import type { Facts, Tie } from "../core/kind.ts";
import { defineSatellite } from "../core/registered-satellite.ts";
import type { Row } from "../core/row.ts";
import type { Derived, SatelliteAt } from "../core/satellite.ts";
import { critical, high, medium, outright, type Verdict } from "../core/severity.ts";
import { ident } from "../core/sql.ts";
import { late, rated, type Statement, statement } from "../core/statement.ts";

type Grant = {
  privileges: readonly string[];
  /** Those the role may pass on. */
  grantable: readonly string[];
};

const OPEN = danger(
  "everybody who can connect may do it from then on",
  "make sure first that it is meant for everybody: nobody can take back what has been read",
);
const AS_ANOTHER = safe(
  "the session takes on a role, or its own again: what a role has granted only that role can revoke",
);
const toPublic = ({ suffix }: SatelliteAt) => suffix[0] === "public";
const role = ({ suffix: [grantee = ""] }: SatelliteAt) => (grantee === "public" ? "PUBLIC" : ident(grantee));

/** What is left of ALL and what was granted by itself look alike where it is new. */
const NEWER = { unknownBefore: { MAINTAIN: 17 } };

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
    if ((row.acl === null || row.acl === undefined) && row.member !== true) {
      return privileges.public === "" ? [] : entry("public", privileges.public, "");
    }
    const own = (name: string) => name === row.owner || name === row.grantor;
    if (row.member === true) return sinceCreated(row, privileges).filter(({ suffix: [grantee = ""] }) => !own(grantee));
    return aclEntries(row.acl)
      .filter(({ grantee }) => !own(grantee))
      .flatMap(({ grantee, letters, grantable, grantors, maintains }) => {
        const others = [...grantors].filter((name) => !own(name)).sort();
        const passedOn = others.length > 0 ? { needs: others.map((name) => [name]) } : {};
        const facts = {
          ...(others.length > 0 && { grantors: others }),
          ...(maintains && { maintains }),
          ...(letters.has("m") && NEWER),
        };
        return entry(grantee, letters, grantable).map((derived) => ({ ...derived, ...passedOn, facts }));
      });
  },
  // Revoking a right on the table revokes it on every column, too.
  ties: (at, spec): Tie[] =>
    at.host.address.kind === "column"
      ? at.host.within.map(({ kind, path }) => ({
          to: { kind: "grant", path: [kind, ...path, ...at.suffix] },
          evenIfAltered: true,
          statements: granted(at, spec).map(late),
        }))
      : [],
  // Whoever comes to own the object keeps nothing that was granted: it may do everything.
  yieldsTo: ({ host, suffix: [grantee = ""] }) =>
    [host.address, ...(host.address.kind === "column" ? host.within : [])].map(({ kind, path }) => ({
      address: { kind: "owner", path: [kind, ...path] },
      attribute: "role",
      value: grantee,
    })),
  added: (spec, at) => (takesAll(spec) ? refused(at) : given(at)),
  removed: (spec, at) => (takesAll(spec) ? given(at) : refused(at)),
  attributes: {
    privileges: {
      drift: (expected, actual, _object, at) =>
        actual.some((word) => !expected.includes(word)) ? given(at) : refused(at),
      explains: { grantable: isAlongWith },
      disturbsDependents: true,
      // What comes with the right to pass it on has a statement of its own.
      alter: (at, to, { actual, expected, facts }) => [
        ...give(
          at,
          to.filter((word) => ![...heldOf(actual.privileges, facts), ...expected.grantable].includes(word)),
          false,
        ),
        ...take(
          at,
          heldOf(actual.privileges, facts).filter((word) => !to.includes(word)),
          facts,
        ),
      ],
    },
    grantable: {
      drift: (expected, actual) =>
        actual.some((word) => !expected.includes(word))
          ? high("the role may give its rights to anybody, and nobody is asked")
          : medium("the role is refused when it passes its rights on"),
      disturbsDependents: true,
      alter: (at, to, { actual, expected, facts }) => [
        ...give(
          at,
          to.filter((word) => !actual.grantable.includes(word)),
          true,
        ),
        ...takeOption(
          at,
          actual.grantable.filter((word) => !to.includes(word) && expected.privileges.includes(word)),
          facts,
        ),
      ],
    },
  },
  create: granted,
  drop: (at, spec, facts) => {
    const initial = wordsIn(facts.initial);
    return [
      ...give(
        at,
        initial.filter((word) => !spec.privileges.includes(word)),
        false,
      ),
      ...take(
        at,
        heldOf(spec.privileges, facts).filter((word) => !initial.includes(word)),
        facts,
      ),
    ];
  },
});

/** Of a member of an extension: nothing is left of what its script granted. */
const takesAll = (spec: Grant): boolean => spec.privileges.length === 0;
const given = (at: SatelliteAt): Verdict =>
  toPublic(at)
    ? outright(critical("everybody who can connect may do what nobody is meant to"))
    : high("the role may read, change or run what it is not meant to");
const refused = (at: SatelliteAt): Verdict =>
  toPublic(at) ? high("roles that relied on PUBLIC are refused") : high("the role is refused what it was promised");

/**
 * What users have granted, or revoked, of a member of an extension: what its script granted is the extension's. Of what came
 * with PostgreSQL, what a role may do that initdb does not let everybody do: a catalogue that is closed to everybody is known
 * by what can no longer be read, and roles that go on reading it have what they had.
 */
function sinceCreated(row: Row, defaults: { readonly public: string }): Derived<Grant>[] {
  const read = (acl: unknown, entries = aclEntries(acl)) =>
    acl === null || acl === undefined
      ? new Map([["public", grantOf(defaults.public, "")]])
      : new Map(entries.map(({ grantee, letters, grantable }) => [grantee, grantOf(letters, grantable)]));
  // Who owned it by then has given it away, and its own rights with it.
  const ofOthers = aclEntries(row.initial_acl).filter(({ grantee, grantors }) => !grantors.has(grantee));
  const [initial, now] = [read(row.initial_acl, ofOthers), read(row.acl)];
  const none = grantOf("", "");
  return [...new Set([...initial.keys(), ...now.keys()])].flatMap((grantee) => {
    const [from, to] = [initial.get(grantee) ?? none, now.get(grantee) ?? none];
    if (row.initdb === true)
      return beyond(to, [from, initial.get("public") ?? none]).map((spec) => ({ suffix: [grantee], spec }));
    return encode(from) === encode(to) ? [] : [{ suffix: [grantee], spec: to, facts: { initial: from.privileges } }];
  });
}

/** What a grant gives that none of the others does, if anything. */
function beyond(grant: Grant, others: readonly Grant[]): Grant[] {
  const own = (word: string) => !others.some(({ privileges }) => privileges.includes(word));
  const privileges = grant.privileges.filter(own);
  return privileges.length === 0 ? [] : [{ privileges, grantable: grant.grantable.filter(own) }];
}

const wordsIn = (fact: Canonical | undefined): readonly string[] => (Array.isArray(fact) ? (fact as string[]) : []);

function granted(at: SatelliteAt, spec: Grant): Statement[] {
  if (takesAll(spec)) return take(at, ["ALL"], {});
  const plain = spec.privileges.filter((word) => !spec.grantable.includes(word));
  return [...give(at, plain, false), ...give(at, spec.grantable, true)];
}

const grantOf = (letters: Iterable<string>, grantable: Iterable<string>): Grant => ({
  privileges: privilegeWords(letters),
  grantable: privilegeWords(grantable),
});

const entry = (grantee: string, letters: Iterable<string>, grantable: Iterable<string>): Derived<Grant>[] => {
  const spec = grantOf(letters, grantable);
  return spec.privileges.length === 0 ? [] : [{ suffix: [grantee], spec }];
};

function give(at: SatelliteAt, words: readonly string[], option: boolean): Statement[] {
  const { privileges } = at.host;
  if (!privileges || words.length === 0) return [];
  const sql = `GRANT ${privileges.phrase(words)} TO ${role(at)}${option ? " WITH GRANT OPTION" : ""}`;
  return [toPublic(at) ? rated(OPEN, sql, "widens-permissions") : statement(sql, "widens-permissions")];
}

const take = (at: SatelliteAt, words: readonly string[], facts: Facts): Statement[] =>
  revoke(at, words, facts, "REVOKE");

const takeOption = (at: SatelliteAt, words: readonly string[], facts: Facts): Statement[] =>
  revoke(at, words, facts, "REVOKE GRANT OPTION FOR");

/** What a role has granted only that role can revoke; a superuser revokes in the owner's name. */
function revoke(at: SatelliteAt, words: readonly string[], facts: Facts, verb: string): Statement[] {
  const { privileges } = at.host;
  if (!privileges || words.length === 0) return [];
  const sql = statement(`${verb} ${privileges.phrase(words)} FROM ${role(at)}`, "narrows-permissions");
  const others = (facts.grantors ?? []) as readonly string[];
  const as = (name: string) => rated(AS_ANOTHER, `SET ROLE ${ident(name)}`);
  return [...others.flatMap((name) => [as(name), sql, rated(AS_ANOTHER, "RESET ROLE")]), sql];
}
