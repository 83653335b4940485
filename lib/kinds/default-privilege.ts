/** Default privileges: what a role's new objects are granted to whom, beyond or short of PostgreSQL's own defaults. */

import { aclEntries, heldOf, isAlongWith, privilegeWords } from "../core/acl.ts";
import { encodePath } from "../core/address.ts";
import { encode } from "../core/canonical.ts";
import { danger } from "../core/hazard.ts";
import type { Facts } from "../core/kind.ts";
import { defineKind } from "../core/registered.ts";
import { critical, high, medium } from "../core/severity.ts";
import { ident, userSchemas } from "../core/sql.ts";
import { late, rated, type Statement, statement } from "../core/statement.ts";

type Rights = {
  privileges: readonly string[];
  /** Those the role may pass on. */
  grantable: readonly string[];
};
/** `schema` is empty for what holds in all schemas; what one schema has of its own comes on top of it. */
type At = { role: string; schema: string; objects: string; grantee: string };

const OBJECTS: Record<string, string> = {
  r: "tables",
  S: "sequences",
  f: "functions",
  T: "types",
  n: "schemas",
  L: "large objects",
};

const REFUSED = medium("what the role creates from now on is closed to those who could rely on having rights");

const toPublic = (at: At) => at.grantee === "public";
const grantee = (at: At) => (toPublic(at) ? "PUBLIC" : ident(at.grantee));
const beyond = (words: readonly string[], others: readonly string[]) => words.filter((word) => !others.includes(word));

export const defaultPrivilege = defineKind<readonly ["role", "schema", "objects", "grantee"], Rights>({
  name: "default-privilege",
  title: "default privilege",
  key: ["role", "schema", "objects", "grantee"],
  catalogue: "pg_default_acl",
  reads: ["pg_default_acl", "pg_namespace"],
  // Granted last, they are not given to what is created along with them.
  rank: 250,
  // The letter S is a sequence here and a foreign server to acldefault.
  query: () => `
    SELECT e.oid, e.role, e.schema, CASE e.type ${cases(OBJECTS)} ELSE e.type::text END AS objects,
           CASE WHEN g.grantee = 0 THEN 'public' ELSE pg_get_userbyid(g.grantee)::text END AS grantee,
           array_agg(i.item::text) FILTER (WHERE NOT i.initial) AS acl, array_agg(i.item::text) FILTER (WHERE i.initial) AS initial
    FROM (SELECT d.oid, pg_get_userbyid(d.defaclrole)::text AS role, coalesce(n.nspname::text, '') AS schema, d.defaclobjtype AS type,
                 d.defaclacl AS acl, CASE WHEN d.defaclnamespace = 0 THEN
                   acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole) END AS initial
          FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
          WHERE d.defaclnamespace = 0 OR ${userSchemas("n")}) e,
         LATERAL (SELECT item, false AS initial FROM unnest(e.acl) item UNION ALL SELECT item, true FROM unnest(e.initial) item) i,
         LATERAL (SELECT DISTINCT x.grantee FROM aclexplode(ARRAY[i.item]) x) g
    GROUP BY e.oid, e.role, e.schema, e.type, g.grantee`,
  canonicalise: (row) => {
    // Of what the role has itself MAINTAIN says nothing: 17 has added it to whatever else was left.
    const without = row.schema === "" && row.grantee === row.role ? "MAINTAIN" : "";
    const held = rightsIn(row.acl, without);
    return encode(held) === encode(rightsIn(row.initial, without)) ? null : held;
  },
  facts: (row): Facts => ({
    ...(row.grantee !== row.role && aclEntries(row.acl).some(({ maintains }) => maintains) ? { maintains: true } : {}),
    ...(aclEntries(row.acl).some(({ letters }) => letters.has("m")) ? { unknownBefore: { MAINTAIN: 17 } } : {}),
  }),
  within: (at) => (at.schema === "" ? [] : [{ kind: "schema", path: [at.schema] }]),
  // What a role has itself goes with the object to its owner.
  bestows: (at, spec, facts, { sort, schema }) =>
    at.objects === sort && at.grantee !== at.role && (at.schema === "" || at.schema === schema)
      ? { satellite: "grant", suffix: [at.grantee], spec, facts, role: at.role }
      : undefined,
  sqlName: scope,
  label: (at) => {
    const [role, schema, to] = [at.role, at.schema, at.grantee].map((name) => encodePath([name]));
    return `of ${role} on new ${at.objects} in ${at.schema === "" ? "all schemas" : schema} to ${to}`;
  },
  added: (spec, at) => {
    if (beyond(spec.privileges, initial(at)).length === 0) return REFUSED;
    return toPublic(at)
      ? critical("what the role creates from now on is open to everybody")
      : high("what the role creates from now on is open to another role");
  },
  removed: (spec, at) => {
    if (beyond(initial(at), spec.privileges).length === 0) return REFUSED;
    return toPublic(at)
      ? critical("what the role creates from now on is open to everybody again")
      : high("what the role creates from now on is open to another role again");
  },
  attributes: {
    privileges: {
      drift: (expected, actual, _object, at) =>
        beyond(actual, expected).length > 0
          ? toPublic(at)
            ? critical("what the role creates from now on is open to everybody for more than expected")
            : high("what the role creates from now on gives more rights than expected")
          : medium("what the role creates from now on lacks rights that were promised"),
      explains: { grantable: isAlongWith },
      alter: (at, to, { actual, expected, facts }) =>
        change(at, heldOf(actual.privileges, facts), to, expected.grantable).map(late),
    },
    grantable: {
      drift: (expected, actual) =>
        beyond(actual, expected).length > 0
          ? high("rights on what the role creates from now on may be passed on")
          : medium("rights on what the role creates from now on may no longer be passed on"),
      alter: (at, to, { actual, expected }) =>
        [
          ...say(at, "GRANT", beyond(to, actual.grantable), " WITH GRANT OPTION"),
          ...say(
            at,
            "REVOKE GRANT OPTION FOR",
            beyond(actual.grantable, to).filter((word) => expected.privileges.includes(word)),
          ),
        ].map(late),
    },
  },
  // Once all else has come, which it would give rights on.
  create: (at, spec) =>
    [
      ...change(at, initial(at), spec.privileges, spec.grantable),
      ...say(at, "GRANT", spec.grantable, " WITH GRANT OPTION"),
    ].map(late),
  drop: (at, spec, facts) => change(at, heldOf(spec.privileges, facts), initial(at)),
  rebuildable: true,
});

const cases = (words: Record<string, string>): string =>
  Object.entries(words)
    .map(([letter, word]) => `WHEN '${letter}' THEN '${word}'`)
    .join(" ");

function rightsIn(acl: unknown, without: string): Rights {
  const [entry] = aclEntries(acl);
  const words = (letters: Iterable<string>) => privilegeWords(letters).filter((word) => word !== without);
  return { privileges: words(entry?.letters ?? []), grantable: words(entry?.grantable ?? []) };
}

/** What PostgreSQL gives of itself to everybody, and to the role that creates the object. */
const HARD_WIRED: Record<string, { readonly owner: string; readonly public: string }> = {
  tables: { owner: "arwdDxt", public: "" },
  sequences: { owner: "rwU", public: "" },
  functions: { owner: "X", public: "X" },
  types: { owner: "U", public: "U" },
  schemas: { owner: "UC", public: "" },
  "large objects": { owner: "rw", public: "" },
};

function initial(at: At): readonly string[] {
  const defaults = HARD_WIRED[at.objects];
  if (at.schema !== "" || !defaults) return [];
  return privilegeWords(toPublic(at) ? defaults.public : at.grantee === at.role ? defaults.owner : "");
}

/** @param grantable of the rights to be had, those that come with the right to pass them on, by a statement of its own */
const change = (
  at: At,
  from: readonly string[],
  to: readonly string[],
  grantable: readonly string[] = [],
): Statement[] => [...say(at, "GRANT", beyond(to, [...from, ...grantable])), ...say(at, "REVOKE", beyond(from, to))];

function scope(at: At): string {
  return `DEFAULT PRIVILEGES FOR ROLE ${ident(at.role)}${at.schema === "" ? "" : ` IN SCHEMA ${ident(at.schema)}`}`;
}

function say(at: At, verb: string, words: readonly string[], option = ""): Statement[] {
  if (words.length === 0) return [];
  const what = `${words.join(", ")} ON ${at.objects.toUpperCase()}`;
  return verb === "GRANT"
    ? [granted(at, `ALTER ${scope(at)} GRANT ${what} TO ${grantee(at)}${option}`)]
    : [statement(`ALTER ${scope(at)} ${verb} ${what} FROM ${grantee(at)}`, "narrows-permissions")];
}

const granted = (at: At, sql: string): Statement =>
  toPublic(at)
    ? rated(
        danger(
          "whatever the role creates from then on is open to everybody who can connect",
          "make sure first that it is meant for everybody",
        ),
        sql,
        "widens-permissions",
      )
    : statement(sql, "widens-permissions");
