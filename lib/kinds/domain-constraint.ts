/** Checks of domains. That a domain takes no NULL is the domain's own attribute, as it is up to PostgreSQL 16. */

import { type SqlText, sqlText } from "../core/canonical.ts";
import { caution, type Hazard } from "../core/hazard.ts";
import type { Alteration, Facts, Remedy } from "../core/kind.ts";
import { defineKind } from "../core/registered.ts";
import { flag, text } from "../core/row.ts";
import { high, low, medium } from "../core/severity.ts";
import { ident, notFromExtension, qualified, userSchemas } from "../core/sql.ts";
import { statement } from "../core/statement.ts";
import { storedInside } from "../core/stored.ts";

type DomainConstraint = { check: SqlText; validated: boolean };
type At = { schema: string; domain: string; name: string };

const ADDED = caution(
  "it fails at the first value that breaks it, and nobody can write to a table with the domain while all are checked",
  "add it NOT VALID, then VALIDATE CONSTRAINT in a transaction of its own",
);
const UNCHECKED = caution("new values are held to it from then on; those that are there are not checked");
const RELEASED = caution("values that break the constraint are accepted from then on");
const alter = (at: At, clause: string, ...hazards: Hazard[]) =>
  statement(`ALTER DOMAIN ${qualified(at.schema, at.domain)} ${clause}`, ...hazards);

export const domainConstraint = defineKind<readonly ["schema", "domain", "name"], DomainConstraint>({
  name: "domain-constraint",
  title: "constraint of a domain",
  key: ["schema", "domain", "name"],
  catalogue: "pg_constraint",
  someOf: "pg_constraint WHERE contypid >= 16384",
  reads: ["pg_constraint", "pg_type", "pg_class", "pg_namespace", "pg_depend"],
  rank: 80,
  query: () => `
    SELECT k.oid, n.nspname AS schema, t.typname AS domain, k.conname AS name,
           pg_get_expr(k.conbin, 0) AS check, k.convalidated AS validated,
           ${storedInside("t.oid")} AS stored_inside
    FROM pg_constraint k
    JOIN pg_type t ON t.oid = k.contypid
    JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE k.contypid <> 0 AND k.contype = 'c' AND ${userSchemas("n")} AND ${notFromExtension("pg_type", "t.oid")}`,
  canonicalise: (row) => ({ check: sqlText("expression", text(row.check)), validated: flag(row.validated) }),
  facts: (row): Facts => ({ storedInside: flag(row.stored_inside) }),
  within: (at) => [{ kind: "domain", path: [at.schema, at.domain] }],
  sqlName: (at) => `CONSTRAINT ${ident(at.name)} ON DOMAIN ${qualified(at.schema, at.domain)}`,
  added: medium("writes that used to be accepted may fail"),
  removed: high("values are accepted that the application believes impossible"),
  rename: {
    drift: low("it keeps the same promise under another name; error handlers may name it"),
    statement: (at, to) =>
      statement(`ALTER DOMAIN ${qualified(at.schema, at.domain)} RENAME CONSTRAINT ${ident(at.name)} TO ${ident(to)}`),
    likeness: "definition",
  },
  attributes: {
    check: {
      drift: high("values are accepted that the application believes impossible, or refused that it writes"),
      alter: (_at, _to, alteration) =>
        alteration.expected.validated ? unlessInside("recreate", alteration) : "recreate",
    },
    validated: {
      drift: (_expected, actual) =>
        actual
          ? low("values that were there before have been checked, too: nothing fails that did not")
          : high("values that were there before may break the constraint: nobody ever checked them"),
      alter: (at, to, alteration) =>
        to
          ? unlessInside(
              [alter(at, `VALIDATE CONSTRAINT ${ident(at.name)}`, "table-scan", "may-fail", "share-lock")],
              alteration,
            )
          : "recreate",
    },
  },
  clause: (at, spec) => (spec.validated ? definition(at, spec) : null),
  // Inside another value PostgreSQL checks nothing that is there, and refuses to say so.
  create: (at, spec, _clauses, { storedInside }) => [
    spec.validated && storedInside !== true
      ? {
          ...alter(at, `ADD ${definition(at, spec)}`, "table-scan", "blocks-writes", "may-fail", "share-lock"),
          rating: ADDED,
        }
      : { ...alter(at, `ADD ${definition(at, spec)} NOT VALID`), rating: UNCHECKED },
  ],
  byHand: (_at, spec, { storedInside }) =>
    spec.validated && storedInside === true ? [{ attribute: "validated", reason: UNCHECKABLE }] : [],
  drop: (at) => [{ ...alter(at, `DROP CONSTRAINT ${ident(at.name)}`), rating: RELEASED }],
  rebuildable: true,
  keeps: (at) => ({
    again: [],
    advice: `drop ${ident(at.name)} of the domain ${qualified(at.schema, at.domain)} and add it again, which checks the values there are`,
  }),
});

const UNCHECKABLE =
  "PostgreSQL checks no values inside arrays, ranges or composite types: ADD CONSTRAINT … NOT VALID checks new ones";

const definition = (at: At, { check }: DomainConstraint): string =>
  `CONSTRAINT ${ident(at.name)} CHECK (${check.text})`;

const unlessInside = (remedy: Remedy, { facts }: Alteration<DomainConstraint>): Remedy =>
  facts.storedInside === true ? { manual: UNCHECKABLE } : remedy;
