/** Operators, and shells: what has only been named, as the commutator or negator of another, and not been defined yet. */

import type { Address } from "../core/address.ts";
import type { Alteration } from "../core/kind.ts";
import { membership, ORIGINS, ofUsers } from "../core/of-users.ts";
import { defineKind } from "../core/registered.ts";
import { flag, textsOrNull } from "../core/row.ts";
import { high, low, medium, UNEXPECTED, type Verdict } from "../core/severity.ts";
import { nameOf, qualified, qualifiedOperator } from "../core/sql.ts";
import { type Statement, statement } from "../core/statement.ts";

type Name = readonly string[];
type Operator = {
  /** Null of a shell. */
  function: Name | null;
  commutator: Name | null;
  negator: Name | null;
  restrict: Name | null;
  join: Name | null;
  hashes: boolean;
  merges: boolean;
};
type At = { schema: string; name: string; left: string; right: string };
/** The partners that PostgreSQL makes known to each other, and forgets with either. */
const LINKS = ["commutator", "negator"] as const;
type Link = (typeof LINKS)[number];

const signature = (at: At) =>
  `${qualifiedOperator(at.schema, at.name)} (${at.left === PREFIX ? "NONE" : at.left}, ${at.right})`;
const sqlName = (at: At) => `OPERATOR ${signature(at)}`;
/** In place of the left type of a prefix operator; no type is printed like this. */
const PREFIX = "none";
const SHELL = "nothing turns an operator into a shell again: drop it and create those anew that name it";
const WEIGHED: Verdict = low("the planner weighs it differently");

export const operator = defineKind<readonly ["schema", "name", "left", "right"], Operator>({
  name: "operator",
  title: "operator",
  key: ["schema", "name", "left", "right"],
  typeParts: ["left", "right"],
  catalogue: "pg_operator",
  someOf: "pg_operator WHERE oid >= 16384",
  reads: ["pg_operator", "pg_proc", "pg_namespace", ...ORIGINS],
  rank: 108,
  query: ({ major }) => `
    SELECT o.oid, n.nspname AS schema, o.oprname AS name, coalesce(format_type(nullif(o.oprleft, 0), NULL), '${PREFIX}') AS left,
           format_type(o.oprright, NULL) AS right, pg_get_userbyid(o.oprowner) AS owner,
           ${nameOf("pg_proc", "o.oprcode")} AS function, ${nameOf("pg_operator", "o.oprcom")} AS commutator,
           ${nameOf("pg_operator", "o.oprnegate")} AS negator, ${nameOf("pg_proc", "o.oprrest")} AS restrict,
           ${nameOf("pg_proc", "o.oprjoin")} AS join, o.oprcanhash AS hashes, o.oprcanmerge AS merges,
           EXISTS (SELECT FROM pg_operator s WHERE s.oid = o.oprcom AND s.oprcom = o.oid AND s.oprcode::oid = 0) AS commutator_shell,
           EXISTS (SELECT FROM pg_operator s WHERE s.oid = o.oprnegate AND s.oprnegate = o.oid AND s.oprcode::oid = 0) AS negator_shell,
           ${major >= 17} AS linkable, ${membership("pg_operator", "o.oid")}
    FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
    WHERE ${ofUsers("n", "pg_operator", "o.oid")}`,
  canonicalise: (row) => {
    const made = {
      function: textsOrNull(row.function),
      commutator: textsOrNull(row.commutator),
      negator: textsOrNull(row.negator),
    };
    // What nobody names any more is nothing: it cannot be called, and is in no dump.
    if (Object.values(made).every((name) => name === null)) return null;
    return {
      ...made,
      restrict: textsOrNull(row.restrict),
      join: textsOrNull(row.join),
      hashes: flag(row.hashes),
      merges: flag(row.merges),
    };
  },
  // Since 17 ALTER OPERATOR can say what CREATE OPERATOR left out.
  facts: (row) => ({
    linkable: flag(row.linkable),
    shells: LINKS.filter((link) => row[`${link}_shell`] === true),
  }),
  within: (at, spec) => [
    ...(spec?.function === null ? LINKS.flatMap((link) => partnerOf(at, spec[link], link)) : []),
    { kind: "schema", path: [at.schema] },
  ],
  implies: (at, spec, verb) =>
    LINKS.flatMap((link) => {
      const [address] = partnerOf(at, spec[link], link);
      const value = verb === "added" ? [at.schema, at.name] : null;
      return address ? [{ address, attribute: link, value, unasked: true }] : [];
    }),
  sqlName,
  label: (at) => `${at.schema}.${at.name} (${at.left}, ${at.right})`,
  added: low(UNEXPECTED),
  removed: high("queries that use the operator fail"),
  rename: {
    drift: high("queries that look for the operator in the expected schema fail, or find another one"),
    onlyMoves: true,
  },
  attributes: {
    function: {
      drift: (expected, actual) =>
        expected && actual
          ? high("the operator computes something else")
          : high("the operator is named, and not defined"),
      alter: (at, to, { expected, actual }) => (to ? defined(at, expected, actual) : { manual: SHELL }),
    },
    commutator: {
      drift: medium("the planner may, or may not, swap the operator's sides, and use an index so"),
      mirrors: (at, to) => partnerOf(at, to, "commutator"),
      alter: linked("commutator"),
    },
    negator: {
      drift: medium("the planner may, or may not, turn NOT into another operator"),
      mirrors: (at, to) => partnerOf(at, to, "negator"),
      alter: linked("negator"),
    },
    restrict: { drift: WEIGHED, alter: (at, to) => [altered(at, `RESTRICT = ${estimator(to)}`)] },
    join: { drift: WEIGHED, alter: (at, to) => [altered(at, `JOIN = ${estimator(to)}`)] },
    hashes: {
      drift: medium("the planner may, or may not, join and group by hash with it"),
      alter: (at, to, { facts }) => (facts.linkable && to ? [altered(at, "HASHES")] : "recreate"),
    },
    merges: {
      drift: medium("the planner may, or may not, join by merging with it"),
      alter: (at, to, { facts }) => (facts.linkable && to ? [altered(at, "MERGES")] : "recreate"),
    },
  },
  // A shell comes with the operator that names it.
  create: (at, spec) => (spec.function ? [definition(at, spec, spec.function)] : []),
  drop: (at, spec, { shells }) => [
    statement(`DROP ${sqlName(at)}`, "breaks-names", "may-fail"),
    // A shell stays behind, and so does all it names.
    ...LINKS.flatMap((link) => {
      const [shell] = Array.isArray(shells) && shells.includes(link) ? partnerOf(at, spec[link], link) : [];
      const [schema = "", name = "", left = "", right = ""] = shell?.path ?? [];
      return shell ? [statement(`DROP OPERATOR IF EXISTS ${signature({ schema, name, left, right })}`)] : [];
    }),
  ],
  rebuildable: true,
});

const altered = (at: At, change: string): Statement => statement(`ALTER ${sqlName(at)} SET (${change})`);
const estimator = (name: Name | null): string => (name ? qualified(...name) : "NONE");

/** CREATE OPERATOR fills a shell. */
const defined = (at: At, expected: Operator, actual: Operator) =>
  actual.function || !expected.function ? ("recreate" as const) : [definition(at, expected, expected.function)];

/** A link that is not there yet can be said of an operator that stands since 17; others only with the operator. */
function linked(link: Link) {
  return (at: At, to: Name | null, { actual, expected, facts }: Alteration<Operator>) => {
    if (!actual.function || !facts.linkable || !to || actual[link]) return defined(at, expected, actual);
    return [altered(at, linkTo(link, to))];
  };
}

const linkTo = (link: Link, [schema = "", name = ""]: Name): string =>
  `${link.toUpperCase()} = OPERATOR(${qualifiedOperator(schema, name)})`;

/** The other operator of a pair; none for one that is its own. */
function partnerOf(at: At, name: Name | null, link: Link): Address[] {
  if (!name) return [];
  const sides = link === "commutator" && at.left !== PREFIX ? [at.right, at.left] : [at.left, at.right];
  const path = [...name, ...sides];
  const itself = path.every((part, place) => part === [at.schema, at.name, at.left, at.right][place]);
  return itself ? [] : [{ kind: "operator", path }];
}

function definition(at: At, spec: Operator, operates: Name): Statement {
  const options = [
    `FUNCTION = ${qualified(...operates)}`,
    ...(at.left === PREFIX ? [] : [`LEFTARG = ${at.left}`]),
    `RIGHTARG = ${at.right}`,
    ...LINKS.flatMap((link) => (spec[link] ? [linkTo(link, spec[link])] : [])),
    ...(spec.restrict ? [`RESTRICT = ${qualified(...spec.restrict)}`] : []),
    ...(spec.join ? [`JOIN = ${qualified(...spec.join)}`] : []),
    ...(spec.hashes ? ["HASHES"] : []),
    ...(spec.merges ? ["MERGES"] : []),
  ];
  return statement(`CREATE OPERATOR ${qualifiedOperator(at.schema, at.name)} (${options.join(", ")})`);
}
