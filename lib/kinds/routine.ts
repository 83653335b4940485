/** Functions and procedures. Overloads differ by the types of their input arguments. */

import { encodePath } from "../core/address.ts";
import { isUnsaid } from "../core/attribute-rule.ts";
import { sqlText, sqlTextOrNull } from "../core/canonical.ts";
import { caution, danger, type Rating, safe } from "../core/hazard.ts";
import { routineName } from "../core/names.ts";
import { membership, ORIGINS, ofUsers } from "../core/of-users.ts";
import { defineKind } from "../core/registered.ts";
import { flag, type Row, sorted, text, textOrNull, texts } from "../core/row.ts";
import { critical, high, low, medium, outright, UNEXPECTED, type Verdict } from "../core/severity.ts";
import { calledRoutine, inItsOwnRight } from "../core/sql.ts";
import { earlyStatement, rated, type Statement, statement } from "../core/statement.ts";
import { type Argument, type At, definition, type Routine } from "./routine-definition.ts";

const FORMS: Record<string, string> = { f: "FUNCTION", p: "PROCEDURE", w: "WINDOW" };
const MODES: Record<string, string> = { i: "IN", o: "OUT", b: "INOUT", v: "VARIADIC", t: "TABLE" };
const VOLATILITIES: Record<string, string> = { i: "IMMUTABLE", s: "STABLE", v: "VOLATILE" };
const PARALLEL: Record<string, string> = { s: "SAFE", r: "RESTRICTED", u: "UNSAFE" };
const replaced = (at: At, _to: unknown, { expected }: { expected: Routine }) => replacement(at, expected);
// A body may name what is created after the routine, or another routine: nothing in the catalogue tells.
const UNCHECKED = {
  ...earlyStatement("SET check_function_bodies = off"),
  rating: safe(
    "in this session PostgreSQL takes bodies of functions as they are, and finds mistakes at the first call",
  ),
};

const HIJACKABLE =
  "anybody who may call it can run code with its owner's rights: it finds names through the caller's search_path";
const STABILITY = ["VOLATILE", "STABLE", "IMMUTABLE"];
const weighed = low("the planner takes the routine for cheaper, or dearer, and may pick slower plans");
const otherCode = (_expected: unknown, _actual: unknown, { securityDefiner }: Routine): Verdict =>
  securityDefiner
    ? critical("other code runs with the owner's rights, whoever calls the routine")
    : high("callers run other code than the one that was reviewed");

export const routine = defineKind<readonly ["schema", "name", "arguments"], Routine>({
  name: "routine",
  title: "routine",
  key: ["schema", "name", "arguments"],
  typeParts: ["arguments"],
  retyped: high("calls with the arguments that it took fail, or come to the one that has taken its name"),
  catalogue: "pg_proc",
  numerous: true,
  reads: ["pg_proc", "pg_namespace", "pg_language", "pg_type", ...ORIGINS],
  rank: 105,
  // A body that PostgreSQL has parsed is printed with a lock on every table it names.
  batches: "SELECT oid FROM pg_proc WHERE prosqlbody IS NOT NULL AND oid >= 16384",
  query: (_server, batch) => `
    SELECT p.oid, n.nspname AS schema, p.proname AS name, oidvectortypes(p.proargtypes) AS arguments,
           pg_get_userbyid(p.proowner) AS owner, p.proacl::text[] AS acl, p.prokind::text AS form, l.lanname AS language,
           coalesce(p.proargmodes::text[], array_fill('i'::text, ARRAY[p.pronargs::int])) AS modes, p.proargnames AS names,
           ARRAY(SELECT format_type(t, NULL) FROM unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) WITH ORDINALITY AS a(t, place)
                 ORDER BY place) AS types,
           CASE WHEN p.pronargdefaults > 0 THEN
             ARRAY(SELECT pg_get_function_arg_default(p.oid, place)
                   FROM generate_series(1, cardinality(coalesce(p.proallargtypes, p.proargtypes::oid[]))) AS place ORDER BY place)
           END AS defaults,
           pg_get_function_result(p.oid) AS returns, p.prosrc AS source, p.probin AS binary, p.prosqlbody IS NOT NULL AS parsed,
           CASE WHEN p.prosqlbody IS NOT NULL THEN pg_get_function_sqlbody(p.oid) END AS body,
           p.provolatile::text AS volatility, p.proparallel::text AS parallel, p.proisstrict AS strict,
           p.prosecdef AS security_definer, p.proleakproof AS leakproof, p.procost::text AS cost, p.prorows::text AS rows,
           ARRAY(SELECT format_type(t, NULL) FROM unnest(p.protrftypes) t) AS transforms,
           CASE WHEN p.prosupport::oid <> 0 THEN p.prosupport::text END AS support, p.proconfig AS settings,
           ${membership("pg_proc", "p.oid")}
    FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace
    JOIN pg_language l ON l.oid = p.prolang
    WHERE ${batch("p.oid")} AND p.prokind IN ('f', 'p', 'w') AND ${ofUsers("n", "pg_proc", "p.oid", "proacl")}
      AND ${inItsOwnRight("pg_proc", "p.oid")}`,
  canonicalise: (row) => ({
    form: FORMS[text(row.form)] ?? text(row.form),
    arguments: argumentsOf(row),
    returns: returnsOf(row),
    language: text(row.language),
    source: flag(row.parsed) ? null : text(row.source),
    body: flag(row.parsed) ? sqlText("routine-body", text(row.body)) : null,
    library: textOrNull(row.binary),
    volatility: VOLATILITIES[text(row.volatility)] ?? text(row.volatility),
    parallel: PARALLEL[text(row.parallel)] ?? text(row.parallel),
    strict: flag(row.strict),
    securityDefiner: flag(row.security_definer),
    leakproof: flag(row.leakproof),
    cost: text(row.cost),
    rows: text(row.rows),
    support: textOrNull(row.support),
    settings: sorted(texts(row.settings)),
    transforms: sorted(texts(row.transforms)),
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
  added: (spec) =>
    spec.securityDefiner && !fixesSearchPath(spec)
      ? outright(critical(HIJACKABLE))
      : spec.securityDefiner
        ? high("whoever may call it acts with its owner's rights, which nobody expected")
        : low(UNEXPECTED),
  removed: high("whatever calls the routine fails"),
  rename: { drift: high("whatever calls the routine by the expected name fails"), hazards: ["breaks-names"] },
  attributes: {
    form: {
      drift: high("calls fail: a procedure is called by CALL, a function in a query, a window function over rows"),
      // A procedure returns nothing, or what it has OUT arguments for.
      explains: { returns: ({ from, to }) => from === null || to === null },
      recreate: true,
    },
    arguments: {
      drift: high("calls by name, or that leave arguments out, fail or pass other values"),
      spelledOut: (to) => to.map(({ name }) => name ?? ""),
      alter: (at, to, { actual, expected }) =>
        replaceable(actual.arguments, to) ? replacement(at, expected) : "recreate",
    },
    returns: { drift: high("callers get a value of another type, and fail or misread it"), recreate: true },
    language: { drift: otherCode, answers: true, alter: replaced },
    // It has one of the two.
    source: { drift: otherCode, explains: { body: isUnsaid }, verbatim: true, answers: true, alter: replaced },
    body: { drift: otherCode, explains: { source: isUnsaid }, answers: true, alter: replaced },
    library: {
      drift: critical("the routine runs machine code from another library, inside the server"),
      answers: true,
      alter: replaced,
    },
    volatility: {
      drift: (expected, actual) =>
        STABILITY.indexOf(actual) > STABILITY.indexOf(expected)
          ? high(
              "answers that are out of date are used again, and indexes on them may be wrong: it is called too seldom",
            )
          : medium("queries get slower, and indexes on the routine cannot be built: it is called for every row"),
      alter: replaced,
    },
    parallel: {
      drift: (_expected, actual) =>
        actual === "SAFE"
          ? medium("parallel workers run it, and fail or go wrong if it writes or keeps state in the session")
          : low("queries that call it run in fewer workers, and slower"),
      alter: replaced,
    },
    strict: {
      drift: (_expected, actual) =>
        actual
          ? high("a call with a NULL argument gives NULL, and the routine is not run")
          : high("the routine is run with NULL arguments, which it may not be made for"),
      answers: true,
      alter: replaced,
    },
    securityDefiner: {
      drift: (_expected, actual, object) =>
        !actual
          ? high("the routine runs with the caller's rights and may be refused")
          : fixesSearchPath(object)
            ? critical("whoever may call the routine acts with its owner's rights")
            : critical(HIJACKABLE),
      alter: replaced,
    },
    leakproof: {
      drift: (_expected, actual) =>
        actual
          ? critical("the routine is run on rows that policies and security barriers hide, and may tell of them")
          : medium("queries under row security get slower: indexes on the routine are not used"),
      alter: replaced,
    },
    cost: { drift: weighed, alter: replaced },
    rows: { drift: weighed, alter: replaced },
    support: { drift: weighed, alter: replaced },
    settings: {
      drift: (expected, actual, object) =>
        object.securityDefiner && String(expected.filter(isSearchPath)) !== String(actual.filter(isSearchPath))
          ? actual.some(isSearchPath)
            ? critical("it runs with its owner's rights and finds other tables and functions under the same names")
            : critical(HIJACKABLE)
          : medium("the routine runs under other settings: it may find other names, wait longer, or print differently"),
      alter: replaced,
    },
    transforms: {
      drift: medium("the routine gets its arguments in another form, and may fail or misread them"),
      alter: replaced,
    },
  },
  create: (at, spec) => [
    ...unchecked(spec),
    spec.securityDefiner
      ? rated(asOwner(spec), definition(at, spec), "widens-permissions")
      : statement(definition(at, spec)),
  ],
  // A body that PostgreSQL has parsed cannot come before what it names, which may need it.
  outline: (at, spec) => (spec.body ? [UNCHECKED, statement(definition(at, { ...spec, body: null, source: "" }))] : []),
  occupies: (at, spec) => [at.arguments, ...calledWithout(spec)].map((args) => routineName(at.schema, at.name, args)),
  drop: (at) => [statement(`DROP ${calledRoutine(at)}`, "breaks-names", "may-fail", "untrackable-dependencies")],
  rebuildable: true,
});

const isSearchPath = (setting: string): boolean => setting.startsWith("search_path=");
const fixesSearchPath = (spec: Routine): boolean => spec.settings.some(isSearchPath);

// PostgreSQL cannot tell f(int) from f(int, int DEFAULT 1) when it is called with one argument.
/** The arguments of the calls that leave some out, as those of another routine would be spelled. */
function calledWithout({ arguments: all }: Routine): string[] {
  const taken = all.filter(({ mode }) => mode !== "OUT");
  const first = taken.findIndex((argument) => argument.default !== null);
  const lengths = first < 0 ? [] : taken.slice(first).map((_, more) => first + more);
  return lengths.map((length) => typesOf(taken.slice(0, length)));
}

const typesOf = (list: readonly Argument[]): string => list.map(({ type }) => type).join(", ");

function argumentsOf(row: Row): Argument[] {
  const types = texts(row.types);
  const modes = texts(row.modes);
  const names = texts(row.names);
  const defaults = (row.defaults ?? []) as readonly (string | null)[];
  const all = types.map((type, place) => ({
    mode: MODES[modes[place] ?? "i"] ?? "IN",
    name: names[place] ?? "",
    type,
    default: sqlTextOrNull("default", defaults[place] ?? null),
  }));
  // RETURNS TABLE spells its columns.
  return all.filter(({ mode }) => mode !== "TABLE");
}

/** What RETURNS has to say: nothing where OUT arguments say it all. */
function returnsOf(row: Row): string | null {
  const returns = textOrNull(row.returns);
  const implied = texts(row.modes).some((mode) => mode === "o" || mode === "b") && !returns?.startsWith("SETOF ");
  return implied ? null : returns;
}

/** CREATE OR REPLACE can give arguments names and defaults, but neither change a name nor take a default away. */
const replaceable = (from: readonly Argument[], to: readonly Argument[]): boolean =>
  from.length === to.length &&
  from.every(({ mode, name, type, default: value }, place) => {
    const other = to[place] as Argument;
    return (
      mode === other.mode && type === other.type && (name === "" || name === other.name) && (!value || other.default)
    );
  });

/** CREATE OR REPLACE keeps the routine's identity, so what depends on it and its grants stay. */
const replacement = (at: At, spec: Routine): readonly Statement[] => [
  ...unchecked(spec),
  spec.securityDefiner
    ? rated(asOwner(spec), definition(at, spec), "widens-permissions", "changes-behaviour")
    : statement(definition(at, spec), "changes-behaviour"),
];

const unchecked = ({ body }: Routine): readonly Statement[] => (body ? [] : [UNCHECKED]);

/** What it is to run a routine with its owner's rights. */
const asOwner = (spec: Routine): Rating =>
  fixesSearchPath(spec)
    ? caution(
        "whoever may call the routine acts with its owner's rights in it from then on",
        "read its body, and see who may EXECUTE it, first",
      )
    : danger(
        "whoever may call the routine can make it run code of their own with its owner's rights: it finds names through their search_path",
        "expect it with a search_path of its own: ALTER FUNCTION … SET search_path = pg_catalog, …",
      );
