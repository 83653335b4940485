/** A few rows in every table of a database, and what has become of them: tables and columns are known by their numbers. */

import { ident, literal } from "../../lib/core/sql.ts";
import type { FreshDatabase } from "./postgres.ts";

type Asked = Pick<FreshDatabase, "sql">;

/** A table, or a sequence, with all that it holds. */
export interface Held {
  readonly schema: string;
  readonly name: string;
  /** Whether it is a sequence. */
  readonly counts: boolean;
  /** The tables it inherits from, is a partition of, or numbers: they may be spoken of in its stead. */
  readonly above: readonly { readonly oid: string; readonly name: string }[];
  /** Of each column that holds what it was given its name, by its number. */
  readonly columns: ReadonlyMap<string, string>;
  /** Of each row its values, by the column's number. */
  readonly rows: readonly Readonly<Record<string, string | null>>[];
}

interface Column {
  readonly number: string;
  readonly name: string;
  readonly type: string;
  readonly category: string;
  readonly label: string | null;
  readonly filled: boolean;
  readonly required: boolean;
}

interface Table {
  readonly oid: string;
  readonly sort: string;
  readonly schema: string;
  readonly name: string;
  readonly above: Held["above"];
  readonly columns: readonly Column[];
}

const TABLES = `
  SELECT c.oid::text, c.relkind AS sort, n.nspname AS schema, c.relname AS name,
         (WITH RECURSIVE up AS (
            SELECT c.oid AS at
            UNION SELECT above.oid FROM up, LATERAL (
              SELECT i.inhparent FROM pg_inherits i WHERE i.inhrelid = up.at
              UNION SELECT d.refobjid FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = up.at AND d.deptype IN ('a', 'i')
                AND d.refclassid = 'pg_class'::regclass) above(oid))
          SELECT coalesce(jsonb_agg(jsonb_build_object('oid', p.oid::text, 'name', p.relname)), '[]') FROM up JOIN pg_class p ON p.oid = up.at WHERE p.oid <> c.oid) AS above,
         (SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'number', a.attnum::text, 'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
                   'category', t.typcategory, 'filled', a.attgenerated = '', 'required', a.attnotnull,
                   'label', (SELECT min(e.enumlabel) FROM pg_enum e WHERE e.enumtypid = t.oid)) ORDER BY a.attnum), '[]')
          FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'S') AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  ORDER BY c.oid`;

const tablesOf = async (database: Asked): Promise<Table[]> => (await database.sql(TABLES)) as Table[];

/** Long enough to be cut by whoever thinks that nobody will see; distinct where it is cut to a few letters. */
const words = (row: number, type: string): string => `${row} kept${type.includes("(") ? "" : ` as it is, ${row}`}`;

const OTHERS: readonly (readonly [stem: string, value: (row: number) => string])[] = [
  ["json", (row) => `'{"row": ${row}}'`],
  ["tsvector", (row) => `'row${row}'`],
  ["uuid", (row) => `'00000000-0000-0000-0000-00000000000${row}'`],
  ["bytea", (row) => `'\\x0${row}'`],
  ["interval", (row) => `'${row} days'`],
];

function value({ number, category, type, label }: Column, row: number, spread: boolean): string {
  const amount = spread ? row * 100 - Number(number) : row;
  switch (category) {
    case "N":
      return `${amount}`;
    case "S":
      return `${literal(words(row, type))}::${type}`;
    case "B":
      return `${row % 2 === 0}`;
    case "D":
      return `'2024-03-0${row}'`;
    case "E":
      return literal(label ?? "");
    case "R":
      return "'empty'";
    case "A":
      return "'{}'";
    default:
      return OTHERS.find(([stem]) => type.startsWith(stem))?.[1](row) ?? "NULL";
  }
}

const ROWS = [1, 2, 3];

/**
 * Rows that fit together: what refers to another table finds its row; the last has nothing where it may. Where none are
 * taken, there are none.
 */
export async function seedRows(database: Asked): Promise<void> {
  const inserts = (await tablesOf(database)).filter(({ sort }) => sort !== "S").flatMap(insertsOf);
  if (inserts.length === 0) return;
  await database.sql(`SET session_replication_role = replica;
    DO $rows$ BEGIN ${inserts.join("\n")} END $rows$;
    RESET session_replication_role`);
}

function insertsOf({ schema, name, columns }: Table): string[] {
  const filled = columns.filter((column) => column.filled);
  const into = `INSERT INTO ${ident(schema)}.${ident(name)}`;
  const row = (at: number, spread: boolean, empty: readonly Column[] = []): string =>
    filled.length === 0
      ? `${into} DEFAULT VALUES`
      : `${into} (${filled.map((column) => ident(column.name)).join(", ")}) OVERRIDING SYSTEM VALUE VALUES (${filled.map((column) => (empty.includes(column) ? "NULL" : value(column, at, spread))).join(", ")})`;
  const trying = (...ways: readonly string[]): string =>
    ways.reduceRight((rest, way) => `BEGIN ${way}; EXCEPTION WHEN OTHERS THEN ${rest} END;`, "NULL;");
  const empty = filled.filter(({ required }) => !required);
  return [
    ...ROWS.map((at) => trying(row(at, false), row(at, true))),
    ...(empty.length === 0 ? [] : [trying(row(ROWS.length + 1, false, empty))]),
  ];
}

const kept = (columns: readonly Column[]): Column[] => columns.filter(({ filled }) => filled);

/** Everything that the tables hold, and how far the sequences have come, by their OIDs. */
export async function heldBy(database: Asked): Promise<ReadonlyMap<string, Held>> {
  const tables = (await tablesOf(database)).filter(({ sort }) => sort !== "p");
  if (tables.length === 0) return new Map();
  const read = tables.map(({ oid, sort, schema, name, columns }) => {
    const place = `${ident(schema)}.${ident(name)}`;
    const said =
      sort === "S"
        ? [`last_value::text AS "1"`]
        : kept(columns).map((column) => `${ident(column.name)}::text AS "${column.number}"`);
    return `SELECT ${literal(oid)} AS oid, coalesce((SELECT jsonb_agg(to_jsonb(r)) FROM (SELECT ${said.join(", ")} FROM ${sort === "S" ? "" : "ONLY "}${place}) r), '[]') AS rows`;
  });
  const found = await database.sql(read.join(" UNION ALL "));
  const rows = new Map(found.map((each) => [each.oid as string, each.rows as Held["rows"]]));
  return new Map(
    tables.map(({ oid, schema, name, above, sort, columns }): [string, Held] => [
      oid,
      {
        ...{ schema, name, above, counts: sort === "S", rows: rows.get(oid) ?? [] },
        columns: new Map(
          sort === "S" ? [["1", "last_value"]] : kept(columns).map((column) => [column.number, column.name]),
        ),
      },
    ]),
  );
}

/** Empties every table that has rows of its own: a partition may be a table elsewhere. */
export async function emptyTables(database: Asked): Promise<void> {
  const tables = (await tablesOf(database)).filter(({ sort }) => sort === "r");
  if (tables.length > 0)
    await database.sql(
      `TRUNCATE ${tables.map(({ schema, name }) => `ONLY ${ident(schema)}.${ident(name)}`).join(", ")} CASCADE`,
    );
}
