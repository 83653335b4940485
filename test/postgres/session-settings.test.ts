/** The settings of a session, against a role that has all of them otherwise. */

import { afterAll, beforeAll, expect, it } from "vitest";
import type { Row, Session } from "../../lib/core/session.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";

let database: FreshDatabase;
let session: Session;
let role: string;

/** A role with every setting a person could have given it. */
const HOSTILE = [
  "search_path = app, public",
  "DateStyle = 'SQL, DMY'",
  "IntervalStyle = sql_standard",
  "TimeZone = 'Asia/Kolkata'",
  "bytea_output = escape",
  "extra_float_digits = -3",
  "quote_all_identifiers = on",
  "standard_conforming_strings = off",
  "client_encoding = LATIN1",
  "client_min_messages = notice",
  "default_transaction_isolation = serializable",
  "default_transaction_deferrable = on",
  "default_transaction_read_only = off",
  "idle_in_transaction_session_timeout = 1000",
  "statement_timeout = 100",
  "lock_timeout = 0",
  "row_security = on",
  "jit = on",
];

beforeAll(async () => {
  database = await freshDatabase();
  role = `hostile_${database.name}`;
  await database.sql(`
    CREATE SCHEMA app;
    CREATE TABLE app.ledger (id int PRIMARY KEY, at timestamptz DEFAULT '2020-01-01 00:00+00');
    CREATE TABLE app.hidden ();
    ALTER TABLE app.hidden ENABLE ROW LEVEL SECURITY;
    CREATE ROLE "${role}" LOGIN;
    GRANT USAGE ON SCHEMA app TO "${role}";
    GRANT SELECT ON ALL TABLES IN SCHEMA app TO "${role}"`);
  for (const setting of HOSTILE) await database.sql(`ALTER ROLE "${role}" SET ${setting}`);
  session = await openSession({ ...database.endpoint, user: role });
});

afterAll(async () => {
  await session.close();
  await database.sql(`DROP OWNED BY "${role}"; DROP ROLE "${role}"`);
  await database.drop();
});

const rowsOf = async (sql: string): Promise<Row[]> => {
  const rows: Row[] = [];
  await session.read(sql, (row) => rows.push(row));
  return rows;
};

it("settings are pinned, whatever the role says", async () => {
  const [row] = await rowsOf("SELECT json_object_agg(name, setting) AS settings FROM pg_catalog.pg_settings");
  expect(row?.settings).toMatchObject({
    search_path: '""',
    DateStyle: "ISO, YMD",
    IntervalStyle: "postgres",
    TimeZone: "UTC",
    bytea_output: "hex",
    extra_float_digits: "1",
    quote_all_identifiers: "off",
    standard_conforming_strings: "on",
    client_encoding: "UTF8",
    client_min_messages: "error",
    lc_monetary: "C",
    transaction_isolation: "read committed",
    transaction_read_only: "on",
    statement_timeout: "15000",
    lock_timeout: "300",
    idle_in_transaction_session_timeout: "5000",
    row_security: "off",
    jit: "off",
    application_name: "driftwatch",
  });
});

it("settings hold for the words of the statement itself: a backslash is a backslash", async () => {
  expect(await rowsOf(String.raw`SELECT 'a\b' AS text, 'x' ~ '^\w$' AS matches`)).toEqual([
    { text: String.raw`a\b`, matches: true },
  ]);
});

it("settings give deparsed text its one form", async () => {
  const sql = `SELECT pg_get_expr(adbin, adrelid) AS text FROM pg_attrdef JOIN pg_class c ON c.oid = adrelid
               WHERE relname = 'ledger' -- a comment at the end`;
  expect(await rowsOf(sql)).toEqual([{ text: "'2020-01-01 00:00:00+00'::timestamp with time zone" }]);
});

it("settings override a shorter time limit", async () => {
  expect(await rowsOf("SELECT pg_sleep(0.3)::text AS slept")).toEqual([{ slept: "" }]);
});

it("reads show every row or none: a policy that would hide some is an error", async () => {
  await expect(rowsOf("SELECT * FROM app.hidden")).rejects.toMatchObject({ sqlstate: "42501", retryable: false });
});
