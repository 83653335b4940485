/** Generated schemas, small but hostile, as SQL; and everything that can happen to one, one thing at a time. */

import fc from "fast-check";
import { ident } from "../../lib/core/sql.ts";
import { DEFAULTS, TYPES, WIDER } from "./column-types.ts";
import { FEATURES } from "./features/all.ts";
import type { Feature, Place } from "./features/feature.ts";

const nameOf = (prefix: string) => (style: number, index: number) =>
  [
    `${prefix}${index}`,
    `${prefix} ${index}`,
    `${prefix.toUpperCase()}"${index}`,
    `select.${prefix}${index}`,
    `${prefix}ü☃${index}`,
  ][style] ?? prefix;

const columnArbitrary = fc.record({
  style: fc.nat(4),
  type: fc.constantFrom(...TYPES),
  notNull: fc.boolean(),
  withDefault: fc.option(fc.nat(3), { nil: undefined }),
  collated: fc.boolean(),
});

const tableArbitrary = fc.record({
  style: fc.nat(4),
  columns: fc.array(columnArbitrary, { minLength: 1, maxLength: 5 }),
  key: fc.constantFrom("identity", "serial", "none"),
  generated: fc.boolean(),
  refers: fc.option(fc.nat(3), { nil: undefined }),
  indexes: fc.array(
    fc.record({ column: fc.nat(4), unique: fc.boolean(), partial: fc.boolean(), descending: fc.boolean() }),
    { maxLength: 2 },
  ),
  check: fc.boolean(),
  unique: fc.option(fc.nat(4), { nil: undefined }),
  trigger: fc.boolean(),
  policy: fc.boolean(),
  view: fc.constantFrom("none", "view", "materialized", "view on a view"),
  grants: fc.subarray(["table", "column", "option"]),
  comments: fc.boolean(),
});

const featureAmong = (features: readonly Feature[]) =>
  fc.record({ feature: fc.constantFrom(...features), style: fc.nat(4), variant: fc.nat(59) });

/** Schemas with some of these features; what is there several times is drawn the more often. */
export const schemaAmong = (features: readonly Feature[]) =>
  fc.record({
    schemaStyle: fc.nat(4),
    moods: fc.constantFrom("'sad', 'ok'", "'ok', 'sad'", "'sad', 'so-so', 'ok'", "'ok'"),
    tables: fc.array(tableArbitrary, { maxLength: 2 }),
    features: fc.uniqueArray(featureAmong(features), {
      ...{ minLength: 1, maxLength: 3 },
      selector: ({ feature }) => feature.name,
    }),
  });

export const schemaArbitrary = schemaAmong(FEATURES);

export type SchemaModel = typeof schemaArbitrary extends fc.Arbitrary<infer M> ? M : never;
/** A schema of these features, and nothing else. */
export const schemaOf = (features: SchemaModel["features"]): SchemaModel => ({
  ...{ schemaStyle: 0, moods: "'sad', 'ok'", tables: [] },
  features,
});

type TableModel = SchemaModel["tables"][number];

/** The names and columns of one table as SQL spells them. */
export interface Spelled {
  readonly model: TableModel;
  readonly table: string;
  readonly bare: string;
  readonly columns: readonly {
    readonly name: string;
    readonly type: (typeof TYPES)[number];
    readonly notNull: boolean;
    readonly value: string | undefined;
    readonly collated: boolean;
  }[];
  readonly once: string;
  readonly place: (prefix: string, index?: number) => string;
}

export const schemaName = (model: SchemaModel): string => ident(nameOf("app")(model.schemaStyle, 0));

export function spelled(model: SchemaModel): Spelled[] {
  const schema = schemaName(model);
  return model.tables.map((table, at) => ({
    model: table,
    bare: ident(nameOf("t")(table.style, at)),
    table: `${schema}.${ident(nameOf("t")(table.style, at))}`,
    columns: table.columns.map(({ style, type, notNull, withDefault, collated }, index) => {
      const defaults = DEFAULTS[type];
      const value = withDefault === undefined ? undefined : defaults[withDefault % defaults.length];
      return { name: ident(nameOf("c")(style, index)), type, notNull, value, collated: collated && type === "text" };
    }),
    once: ident(`on.ce ${at}`),
    place: (prefix, index = 0) => `${schema}.${ident(`${prefix}"${at} ${index}`)}`,
  }));
}

const inSchema = (type: string, model: SchemaModel): string => (type === "mood" ? `${schemaName(model)}.mood` : type);

/** The statements that make it. */
export function statementsOf(model: SchemaModel): string[] {
  const schema = schemaName(model);
  return [
    `CREATE SCHEMA ${schema}`,
    `CREATE TYPE ${schema}.mood AS ENUM (${model.moods})`,
    `CREATE FUNCTION ${schema}.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
    `CREATE FUNCTION ${schema}.norm(t text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower(t)'`,
    ...spelled(model).flatMap((table, at, all) => tableStatements(model, table, all.slice(0, at))),
    ...model.features.flatMap(({ feature }, at) => feature.create(placeOf(model, at))),
  ];
}

/** Where a feature stands: its names in its style, told from those of the others by its number. */
export function placeOf(model: SchemaModel, index: number): Place {
  const schema = schemaName(model);
  const { style = 0, variant = 0 } = model.features[index] ?? {};
  const name = (stem: string): string => ident(nameOf(stem)(style, index));
  return {
    ...{ schema, name },
    at: (stem) => `${schema}.${name(stem)}`,
    pick: (...choices) => choices[variant % choices.length] as (typeof choices)[number],
  };
}

function tableStatements(model: SchemaModel, it: Spelled, before: readonly Spelled[]): string[] {
  const { model: table, columns } = it;
  const key =
    { identity: ["id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"], serial: ["id serial PRIMARY KEY"], none: [] }[
      table.key
    ] ?? [];
  const definitions = columns.map(
    ({ name, type, notNull, value, collated }) =>
      `${name} ${inSchema(type, model)}${collated ? ' COLLATE "POSIX"' : ""}${value === undefined ? "" : ` DEFAULT ${value}`}${notNull ? " NOT NULL" : ""}`,
  );
  const words = columns.find(({ type }) => type === "text" || type === "varchar(20)");
  const generated =
    table.generated && words
      ? [`"gen erated" text GENERATED ALWAYS AS (${schemaName(model)}.norm(${words.name})) STORED`]
      : [];
  const target = before[table.refers ?? before.length];
  const reference =
    target && target.model.key !== "none" ? [`owner_id bigint REFERENCES ${target.table} ON DELETE CASCADE`] : [];
  return [
    `CREATE TABLE ${it.table} (${[...key, ...definitions, ...generated, ...reference].join(", ")})`,
    ...table.indexes.flatMap((index, at) => indexStatement(it, index, at)),
    ...(table.check && columns[0]
      ? [`ALTER TABLE ${it.table} ADD CONSTRAINT "sa ne" CHECK (${columns[0].name} IS NOT NULL OR 1 > 0)`]
      : []),
    ...uniqueStatement(it, table.unique),
    ...(table.trigger
      ? [
          `CREATE TRIGGER "tr""ig" BEFORE UPDATE ON ${it.table} FOR EACH ROW EXECUTE FUNCTION ${schemaName(model)}.touch('a')`,
        ]
      : []),
    ...(table.policy && columns[0]
      ? [`CREATE POLICY "po.l" ON ${it.table} TO app_rw USING (${columns[0].name} IS NOT NULL)`]
      : []),
    ...viewStatements(it, table.view),
    ...(table.grants.includes("table") ? [`GRANT SELECT ON ${it.table} TO app_ro`] : []),
    ...(table.grants.includes("column") && columns[0]
      ? [`GRANT UPDATE (${columns[0].name}) ON ${it.table} TO app_ro`]
      : []),
    ...(table.grants.includes("option") ? [`GRANT INSERT, DELETE ON ${it.table} TO app_rw WITH GRANT OPTION`] : []),
    ...(table.comments && columns[0]
      ? [`COMMENT ON TABLE ${it.table} IS 'it''s'`, `COMMENT ON COLUMN ${it.table}.${columns[0].name} IS E'\\\\'`]
      : []),
  ];
}

const UNORDERED = new Set(["boolean", "text[]", "jsonb"]);

function indexStatement(it: Spelled, index: TableModel["indexes"][number], at: number): string[] {
  const column = it.columns[index.column % it.columns.length];
  if (!column || UNORDERED.has(column.type)) return [];
  const where = index.partial ? ` WHERE ${column.name} IS NOT NULL` : "";
  const [, name = ""] = it.place("i", at).split(/\.(?=[^.]*$)/);
  return [
    `CREATE ${index.unique ? "UNIQUE " : ""}INDEX ${name} ON ${it.table} (${column.name}${index.descending ? " DESC NULLS LAST" : ""})${where}`,
  ];
}

function uniqueStatement(it: Spelled, unique: number | undefined): string[] {
  const column = unique === undefined ? undefined : it.columns[unique % it.columns.length];
  return column && !UNORDERED.has(column.type)
    ? [`ALTER TABLE ${it.table} ADD CONSTRAINT ${it.once} UNIQUE (${column.name})`]
    : [];
}

function viewStatements(it: Spelled, view: string): string[] {
  const [column] = it.columns;
  if (!column || view === "none") return [];
  const base = `CREATE ${view === "materialized" ? "MATERIALIZED " : ""}VIEW ${it.place("v")} AS SELECT ${column.name} AS a FROM ${it.table}`;
  const above = `CREATE VIEW ${it.place("w")} AS SELECT a FROM ${it.place("v")} WHERE a IS NOT NULL`;
  return view === "view on a view" ? [base, above, `GRANT SELECT ON ${it.place("w")} TO app_ro`] : [base];
}

/** Everything that can happen to each part of it, each a single mutation; PostgreSQL refuses some of them. */
export const mutationsOf = (model: SchemaModel): readonly (readonly string[])[] => [
  ...model.features.map(({ feature }, at) => feature.mutations(placeOf(model, at))),
  tableAndSchemaMutations(model),
];

function tableAndSchemaMutations(model: SchemaModel): string[] {
  const schema = schemaName(model);
  return [
    `COMMENT ON SCHEMA ${schema} IS 'new'`,
    `GRANT USAGE ON SCHEMA ${schema} TO app_ro`,
    `ALTER TYPE ${schema}.mood OWNER TO app_owner`,
    `DROP TYPE ${schema}.mood CASCADE`,
    `CREATE OR REPLACE FUNCTION ${schema}.norm(t text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT upper(t)'`,
    `ALTER FUNCTION ${schema}.norm(text) SECURITY DEFINER`,
    `REVOKE EXECUTE ON FUNCTION ${schema}.touch() FROM PUBLIC`,
    `DROP FUNCTION ${schema}.touch() CASCADE`,
    `DROP SCHEMA ${schema} CASCADE`,
    ...spelled(model).flatMap((table) => [...tableMutations(schema, table), ...partMutations(table)]),
  ];
}

const tableMutations = (schema: string, { table, place, columns, once }: Spelled): string[] => [
  `ALTER TABLE ${table} ADD COLUMN "hot fix" text`,
  `ALTER TABLE ${table} ADD COLUMN "hot fix" ${schema}.mood NOT NULL DEFAULT 'sad'`,
  `ALTER TABLE ${table} ADD COLUMN "hot fix" bigserial`,
  `ALTER TABLE ${table} OWNER TO app_owner`,
  `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE ${table} SET (fillfactor = 55)`,
  `ALTER TABLE ${table} REPLICA IDENTITY FULL`,
  `ALTER TABLE ${table} SET UNLOGGED`,
  `ALTER TABLE ${table} DISABLE TRIGGER "tr""ig"`,
  `ALTER TABLE ${table} DROP CONSTRAINT ${once}`,
  `ALTER TABLE ${table} DROP CONSTRAINT "sa ne"`,
  `ALTER TABLE ${table} ADD CONSTRAINT later CHECK (1 > 0) NOT VALID`,
  `COMMENT ON TABLE ${table} IS 'another'`,
  `GRANT TRUNCATE ON ${table} TO app_ro`,
  `GRANT SELECT ON ${table} TO PUBLIC`,
  `REVOKE GRANT OPTION FOR INSERT ON ${table} FROM app_rw`,
  `DROP TABLE ${table} CASCADE`,
  `ALTER POLICY "po.l" ON ${table} USING (true)`,
  `DROP POLICY "po.l" ON ${table}`,
  `ALTER VIEW ${place("v")} SET (security_barrier)`,
  `CREATE OR REPLACE VIEW ${place("v")} AS SELECT ${columns[0]?.name} AS a FROM ${table} WHERE ${columns[0]?.name} IS NULL`,
  `DROP VIEW ${place("v")} CASCADE`,
  `DROP MATERIALIZED VIEW ${place("v")} CASCADE`,
  `GRANT SELECT ON ${place("v")} TO app_rw`,
  `COMMENT ON COLUMN ${place("v")}.a IS 'a'`,
  `DROP INDEX ${place("i", 0)}`,
  `ALTER INDEX ${place("i", 1)} SET (fillfactor = 66)`,
  `ALTER TABLE ${table} CLUSTER ON ${place("i", 0).slice(schema.length + 1)}`,
];

const partMutations = ({ table, columns, bare }: Spelled): string[] =>
  columns.flatMap(({ name, type, notNull, value }, at) => [
    `ALTER TABLE ${table} ALTER ${name} ${notNull ? "DROP" : "SET"} NOT NULL`,
    `ALTER TABLE ${table} ALTER ${name} ${value === undefined ? `SET DEFAULT ${DEFAULTS[type][0]}` : "DROP DEFAULT"}`,
    `ALTER TABLE ${table} ALTER ${name} SET STATISTICS ${at + 10}`,
    `ALTER TABLE ${table} DROP COLUMN ${name} CASCADE`,
    `GRANT SELECT (${name}) ON ${table} TO app_rw`,
    `COMMENT ON COLUMN ${table}.${name} IS 'new'`,
    `CREATE INDEX "new ${bare.replaceAll('"', "")} ${at}" ON ${table} (${name})`,
    ...(type in WIDER ? [`ALTER TABLE ${table} ALTER ${name} TYPE ${WIDER[type]}`] : []),
    ...(type === "text" ? [`ALTER TABLE ${table} ALTER ${name} SET STORAGE EXTERNAL`] : []),
  ]);
