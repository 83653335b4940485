/** Enum types. Labels compare by their order; the sort numbers behind it are renumbered by dump and restore. */

import { ofTypes } from "../core/acl.ts";
import { type Exchanged, exchanged } from "../core/exchanged.ts";
import { caution } from "../core/hazard.ts";
import type { Alteration, Facts, Remedy } from "../core/kind.ts";
import { typeName } from "../core/names.ts";
import { membership, ORIGINS, ofUsers } from "../core/of-users.ts";
import { defineKind } from "../core/registered.ts";
import { flag, texts } from "../core/row.ts";
import { high, low, medium, UNEXPECTED } from "../core/severity.ts";
import { literal, qualified } from "../core/sql.ts";
import { rated, type Statement, statement } from "../core/statement.ts";
import { convertible, rebuiltUnlessStored, stored } from "../core/stored.ts";

type Enum = { labels: readonly string[] };
type At = { schema: string; name: string };

const sqlName = (at: At) => `TYPE ${qualified(at.schema, at.name)}`;

export const enumType = defineKind<readonly ["schema", "name"], Enum>({
  name: "enum",
  title: "enum type",
  key: ["schema", "name"],
  catalogue: "pg_type",
  someOf: "pg_type WHERE typtype = 'e' AND oid >= 16384",
  reads: ["pg_type", "pg_enum", "pg_class", "pg_namespace", "pg_partitioned_table", "pg_extension", ...ORIGINS],
  rank: 30,
  query: () => `
    SELECT t.oid, n.nspname AS schema, t.typname AS name, pg_get_userbyid(t.typowner) AS owner, t.typacl::text[] AS acl,
           ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) AS labels,
           ${stored("pg_type", "t.oid")} AS stored, ${convertible("t.oid", "t.typarray")} AS convertible, ${membership("pg_type", "t.oid")}
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE t.typtype = 'e' AND ${ofUsers("n", "pg_type", "t.oid", "typacl")}`,
  canonicalise: (row) => ({ labels: texts(row.labels) }),
  facts: (row): Facts => ({ stored: flag(row.stored), convertible: flag(row.convertible) }),
  within: (at) => [{ kind: "schema", path: [at.schema] }],
  sqlName,
  privileges: ofTypes(sqlName),
  added: low(UNEXPECTED),
  removed: high("columns and functions of this type cannot be created any more"),
  rename: {
    drift: high("whatever names the type as expected fails; columns follow"),
    hazards: ["breaks-names"],
  },
  attributes: {
    labels: {
      drift: (expected, actual) =>
        expected.every((label) => actual.includes(label)) && expected.length === actual.length
          ? medium("ORDER BY, comparisons and ranges of the type find other rows: its labels stand in another order")
          : expected.every((label) => actual.includes(label))
            ? medium("rows may hold labels that the application does not know")
            : high("writing a label that the application knows fails"),
      spelledOut: true,
      // What stands on it may call for a label that is not there before.
      holdsUp: (wanted, standing) => (wanted.every((label) => standing.includes(label)) ? undefined : "dependents"),
      alter: relabelled,
    },
  },
  create: (at, spec) => [
    statement(`CREATE TYPE ${qualified(at.schema, at.name)} AS ENUM (${spec.labels.map(literal).join(", ")})`),
  ],
  occupies: (at) => [typeName(at.schema, at.name)],
  drop: (at) => [statement(`DROP TYPE ${qualified(at.schema, at.name)}`, "breaks-names", "may-fail")],
  rebuildable: (_spec, facts) => facts.stored !== true,
  standIn: (at, { facts, actual, expected }) =>
    facts.convertible === true
      ? {
          type: "text",
          first: renaming(at, actual.labels, expected.labels).map((said) => ({ ...said, time: "early" })),
        }
      : null,
  isSpelled: (_spec, { convertible }) => convertible === true,
  sweepsData: true,
});

const RENAMED = caution(
  "rows that hold the label read as the other one from then on",
  "see first that the label was renamed, and is not another that took its place in a type built anew",
);

const FOR_GOOD = caution(
  "the label is there for good: PostgreSQL takes none away, and the transaction that adds it cannot use it",
  "run it by itself, before what writes the label",
);
const inside = rebuiltUnlessStored("PostgreSQL cannot remove or reorder the labels of an enum");
/** Where columns are made of the type, their values are texts meanwhile. */
const rebuilt = (at: At, to: readonly string[], alteration: Alteration<Enum>): Remedy =>
  alteration.facts.convertible === true ? "recreate" : inside(at, to, alteration);

/** PostgreSQL takes no label away: those in whose places stand others were renamed. */
function relabelled(at: At, to: readonly string[], alteration: Alteration<Enum>): Remedy {
  const { labels: from } = alteration.actual;
  const { names, gone } = exchanged(from, to) ?? UNTOLD;
  if (gone) return rebuilt(at, to, alteration);
  const present = new Set(from.map((label) => names.get(label) ?? label));
  const added = to.flatMap((label, index) => {
    if (present.has(label)) return [];
    present.add(label);
    const next = to.slice(index + 1).find((other) => present.has(other));
    const place = index > 0 ? ` AFTER ${literal(to[index - 1] as string)}` : next ? ` BEFORE ${literal(next)}` : "";
    // The transaction that adds a label cannot use it yet.
    return [rated(FOR_GOOD, `ALTER ${sqlName(at)} ADD VALUE ${literal(label)}${place}`, "not-transactional")];
  });
  return [...renaming(at, from, to), ...added];
}

const UNTOLD: Exchanged = { names: new Map(), gone: true };

const renaming = (at: At, from: readonly string[], to: readonly string[]): Statement[] =>
  Array.from((exchanged(from, to) ?? UNTOLD).names, ([old, label]) =>
    rated(RENAMED, `ALTER ${sqlName(at)} RENAME VALUE ${literal(old)} TO ${literal(label)}`, "breaks-names"),
  );
