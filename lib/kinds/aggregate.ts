/** Aggregate functions. PostgreSQL keeps them among the routines, and ROUTINE names them wherever they are spoken of. */

import { encodePath } from "../core/address.ts";
import { routineName } from "../core/names.ts";
import { membership, ORIGINS, ofUsers } from "../core/of-users.ts";
import { defineKind } from "../core/registered.ts";
import { flag, integer, type Row, text, textOrNull, texts, textsOrNull } from "../core/row.ts";
import { high, low, medium, UNEXPECTED } from "../core/severity.ts";
import { calledRoutine, ident, literal, nameOf, qualified, qualifiedOperator } from "../core/sql.ts";
import { type Statement, statement } from "../core/statement.ts";

type Name = readonly string[];
type Argument = { mode: string; name: string; type: string };
type Final = { function: Name; extra: boolean };
/** What a window frame that moves is computed with. */
type Moving = {
  sfunc: Name;
  inverse: Name;
  stype: string;
  sspace: number;
  finalfunc: Final | null;
  finalfuncModify: string;
  initcond: string | null;
};
type Aggregate = {
  /** `NORMAL`, `ORDERED-SET` or `HYPOTHETICAL-SET`. */
  form: string;
  arguments: readonly Argument[];
  /** How many of the arguments stand before ORDER BY; null where there is none. */
  direct: number | null;
  sfunc: Name;
  stype: string;
  sspace: number;
  initcond: string | null;
  finalfunc: Final | null;
  finalfuncModify: string;
  combinefunc: Name | null;
  serialization: { serialfunc: Name; deserialfunc: Name } | null;
  moving: Moving | null;
  sortop: Name | null;
  parallel: string;
};
type At = { schema: string; name: string; arguments: string };

const FORMS: Record<string, string> = { n: "NORMAL", o: "ORDERED-SET", h: "HYPOTHETICAL-SET" };
const MODIFIES: Record<string, string> = { r: "READ_ONLY", s: "SHAREABLE", w: "READ_WRITE" };
const PARALLEL: Record<string, string> = { s: "SAFE", r: "RESTRICTED", u: "UNSAFE" };
const replaced = (at: At, _to: unknown, { expected }: { expected: Aggregate }) => [definition(at, expected)];
const OTHER_RESULTS = high("the aggregate computes something else");

export const aggregate = defineKind<readonly ["schema", "name", "arguments"], Aggregate>({
  name: "aggregate",
  title: "aggregate",
  key: ["schema", "name", "arguments"],
  typeParts: ["arguments"],
  retyped: high("calls with the arguments that it took fail, or come to the one that has taken its name"),
  catalogue: "pg_proc",
  someOf: "pg_proc WHERE prokind = 'a' AND (oid >= 16384 OR proacl IS NOT NULL)",
  reads: ["pg_proc", "pg_aggregate", "pg_operator", "pg_namespace", ...ORIGINS],
  rank: 107,
  query: () => `
    SELECT p.oid, n.nspname AS schema, p.proname AS name, oidvectortypes(p.proargtypes) AS arguments,
           pg_get_userbyid(p.proowner) AS owner, p.proacl::text[] AS acl, ${membership("pg_proc", "p.oid")},
           a.aggkind::text AS form, a.aggnumdirectargs::int4 AS direct,
           coalesce(p.proargmodes::text[], array_fill('i'::text, ARRAY[p.pronargs::int])) AS modes, p.proargnames AS names,
           ARRAY(SELECT format_type(t, NULL) FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS u(t, place) ORDER BY place) AS types,
           ${nameOf("pg_proc", "a.aggtransfn")} AS sfunc, format_type(a.aggtranstype, NULL) AS stype, a.aggtransspace AS sspace,
           a.agginitval AS initcond, ${nameOf("pg_proc", "a.aggfinalfn")} AS finalfunc, a.aggfinalextra AS extra,
           a.aggfinalmodify::text AS modify, ${nameOf("pg_proc", "a.aggcombinefn")} AS combinefunc,
           ${nameOf("pg_proc", "a.aggserialfn")} AS serialfunc, ${nameOf("pg_proc", "a.aggdeserialfn")} AS deserialfunc,
           ${nameOf("pg_proc", "a.aggmtransfn")} AS moving_sfunc, ${nameOf("pg_proc", "a.aggminvtransfn")} AS moving_inverse,
           format_type(a.aggmtranstype, NULL) AS moving_stype, a.aggmtransspace AS moving_sspace, a.aggminitval AS moving_initcond,
           ${nameOf("pg_proc", "a.aggmfinalfn")} AS moving_finalfunc, a.aggmfinalextra AS moving_extra,
           a.aggmfinalmodify::text AS moving_modify, ${nameOf("pg_operator", "a.aggsortop")} AS sortop, p.proparallel::text AS parallel
    FROM pg_aggregate a
    JOIN pg_proc p ON p.oid = a.aggfnoid
    JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE ${ofUsers("n", "pg_proc", "p.oid", "proacl")}`,
  canonicalise: (row) => ({
    form: FORMS[text(row.form)] ?? text(row.form),
    arguments: argumentsOf(row),
    direct: row.form === "n" ? null : integer(row.direct),
    sfunc: texts(row.sfunc),
    stype: text(row.stype),
    sspace: integer(row.sspace),
    initcond: textOrNull(row.initcond),
    finalfunc: finalOf(row.finalfunc, row.extra),
    finalfuncModify: MODIFIES[text(row.modify)] ?? text(row.modify),
    combinefunc: textsOrNull(row.combinefunc),
    serialization:
      row.serialfunc === null ? null : { serialfunc: texts(row.serialfunc), deserialfunc: texts(row.deserialfunc) },
    moving: movingOf(row),
    sortop: textsOrNull(row.sortop),
    parallel: PARALLEL[text(row.parallel)] ?? text(row.parallel),
  }),
  within: (at) => [{ kind: "schema", path: [at.schema] }],
  sqlName: calledRoutine,
  label: (at) => `${encodePath([at.schema, at.name])}(${at.arguments})`,
  privileges: {
    sort: "functions",
    owner: "X",
    public: "X",
    phrase: (at, words) => `${words.join(", ")} ON ${calledRoutine(at)}`,
  },
  added: low(UNEXPECTED),
  removed: high("whatever calls the aggregate fails"),
  rename: {
    drift: high("queries that call the aggregate by the expected name fail"),
    hazards: ["breaks-names"],
  },
  attributes: {
    form: { drift: high("the aggregate is called differently"), recreate: true },
    arguments: {
      drift: medium("the arguments have other names"),
      alter: (at, to, { actual, expected }) =>
        actual.arguments.every(({ name }, place) => name === "" || name === to[place]?.name)
          ? [definition(at, expected)]
          : "recreate",
    },
    direct: { drift: high("the aggregate is called with other arguments before WITHIN GROUP"), recreate: true },
    sfunc: { drift: OTHER_RESULTS, alter: replaced },
    stype: { drift: high("the aggregate keeps its state in another type"), recreate: true },
    sspace: { drift: low("the planner weighs it differently"), alter: replaced },
    initcond: { drift: high("the aggregate starts from another value"), alter: replaced },
    finalfunc: { drift: OTHER_RESULTS, recreate: true },
    finalfuncModify: { drift: medium("window functions may, or may not, share its state"), alter: replaced },
    combinefunc: { drift: medium("the planner may, or may not, compute it in parts"), alter: replaced },
    serialization: { drift: medium("workers can, or cannot, hand its state over"), alter: replaced },
    moving: { drift: medium("over a moving window frame it is computed differently"), alter: replaced },
    sortop: { drift: low("the planner may, or may not, read the answer off an index"), alter: replaced },
    parallel: { drift: low("the planner may, or may not, run it in parallel"), alter: replaced },
  },
  create: (at, spec) => [definition(at, spec)],
  occupies: (at) => [routineName(at.schema, at.name, at.arguments)],
  drop: (at) => [statement(`DROP ${calledRoutine(at)}`, "breaks-names", "may-fail", "untrackable-dependencies")],
  rebuildable: true,
});

function argumentsOf(row: Row): Argument[] {
  const [modes, names] = [texts(row.modes), texts(row.names)];
  return texts(row.types).map((type, place) => ({
    mode: modes[place] === "v" ? "VARIADIC" : "IN",
    name: names[place] ?? "",
    type,
  }));
}

const finalOf = (name: unknown, extra: unknown): Final | null =>
  name === null ? null : { function: texts(name), extra: flag(extra) };

function movingOf(row: Row): Moving | null {
  if (row.moving_sfunc === null) return null;
  return {
    sfunc: texts(row.moving_sfunc),
    inverse: texts(row.moving_inverse),
    stype: text(row.moving_stype),
    sspace: integer(row.moving_sspace),
    finalfunc: finalOf(row.moving_finalfunc, row.moving_extra),
    finalfuncModify: MODIFIES[text(row.moving_modify)] ?? text(row.moving_modify),
    initcond: textOrNull(row.moving_initcond),
  };
}

/** CREATE OR REPLACE keeps the aggregate's identity, so what depends on it and its grants stay. */
function definition(at: At, spec: Aggregate): Statement {
  const { moving, serialization, sortop } = spec;
  const options = [
    `SFUNC = ${qualified(...spec.sfunc)}`,
    `STYPE = ${spec.stype}`,
    ...(spec.sspace === 0 ? [] : [`SSPACE = ${spec.sspace}`]),
    ...finalisation("FINALFUNC", spec.finalfunc, spec.finalfuncModify),
    ...(spec.combinefunc ? [`COMBINEFUNC = ${qualified(...spec.combinefunc)}`] : []),
    ...(serialization
      ? [
          `SERIALFUNC = ${qualified(...serialization.serialfunc)}`,
          `DESERIALFUNC = ${qualified(...serialization.deserialfunc)}`,
        ]
      : []),
    ...(spec.initcond === null ? [] : [`INITCOND = ${literal(spec.initcond)}`]),
    ...(moving ? movingOptions(moving) : []),
    ...(sortop ? [`SORTOP = OPERATOR(${qualifiedOperator(sortop[0] ?? "", sortop[1] ?? "")})`] : []),
    `PARALLEL = ${spec.parallel}`,
    ...(spec.form === "HYPOTHETICAL-SET" ? ["HYPOTHETICAL"] : []),
  ];
  return statement(
    `CREATE OR REPLACE AGGREGATE ${qualified(at.schema, at.name)}(${argumentList(spec)}) (\n  ${options.join(",\n  ")})`,
  );
}

const movingOptions = (moving: Moving): string[] => [
  `MSFUNC = ${qualified(...moving.sfunc)}`,
  `MINVFUNC = ${qualified(...moving.inverse)}`,
  `MSTYPE = ${moving.stype}`,
  ...(moving.sspace === 0 ? [] : [`MSSPACE = ${moving.sspace}`]),
  ...finalisation("MFINALFUNC", moving.finalfunc, moving.finalfuncModify),
  ...(moving.initcond === null ? [] : [`MINITCOND = ${literal(moving.initcond)}`]),
];

const finalisation = (option: string, final: Final | null, modify: string): string[] => [
  ...(final ? [`${option} = ${qualified(...final.function)}`] : []),
  ...(final?.extra ? [`${option}_EXTRA`] : []),
  `${option}_MODIFY = ${modify}`,
];

/** Of a variadic ordered-set aggregate, the last argument stands on both sides of ORDER BY. */
function argumentList({ arguments: all, direct }: Aggregate): string {
  const list = (some: readonly Argument[]) =>
    some
      .map(({ mode, name, type }) => [...(mode === "IN" ? [] : [mode]), ...(name === "" ? [] : [ident(name)]), type])
      .map((parts) => parts.join(" "))
      .join(", ");
  if (direct === null) return all.length === 0 ? "*" : list(all);
  const ordered = direct === all.length ? all.slice(-1) : all.slice(direct);
  return `${list(all.slice(0, direct))} ORDER BY ${list(ordered)}`.trim();
}
