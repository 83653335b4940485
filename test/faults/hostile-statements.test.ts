/**
 * A plan runs what it says and nothing else, whatever the names and texts in the schema are made of: beside a canary, as
 * statements and as a script, under settings that read a backslash otherwise.
 */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asMeant } from "../../lib/core/meant.ts";
import { type Script, scriptOf } from "../../lib/core/plan.ts";
import { compared } from "../../lib/engine/compare.ts";
import { fingerprint, type Snapshot } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { renderPlanSql } from "../../lib/report/plan-sql.ts";
import { CANARY, hostileSchema, PAYLOADS } from "../support/schemas/hostile.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";

const HEAD = { id: "hostile", message: PAYLOADS.join(" "), database: { name: PAYLOADS.join("\n") } };

describe("names and texts that are meant to be run", () => {
  const databases: WatchedDatabase[] = [];
  const open = async (): Promise<WatchedDatabase> => {
    const database = await watchedDatabase();
    databases.push(database);
    await database.sql(CANARY);
    return database;
  };
  /** Without them; with them; with the same names and other texts. */
  let stages: readonly Snapshot[];

  beforeAll(async () => {
    const [none, one, other] = await Promise.all([open(), open(), open()]);
    for (const part of hostileSchema(0)) await one.sql(part);
    for (const part of hostileSchema(1)) await other.sql(part);
    stages = [await none.snapshot(), await one.snapshot(), await other.snapshot()];
  }, 60_000);

  afterAll(async () => {
    for (const database of databases) await database.drop();
  });

  const between = (from: Snapshot, to: Snapshot): Script => scriptOf(compared(KINDS, to, from, {}).verdict.remediation);

  it.each(["on", "off"])(
    "are names and texts in every statement, with standard_conforming_strings %s",
    async (setting) => {
      const database = await open();
      await database.sql(`SET standard_conforming_strings = ${setting}; SET check_function_bodies = off`);
      const [none, one, other] = stages as [Snapshot, Snapshot, Snapshot];
      for (const [from, to] of [
        [none, one],
        [one, other],
        [other, one],
        [one, none],
      ] as const) {
        const script = between(from, to);
        expect(script.manual).toEqual([]);
        await database.sql(renderPlanSql(HEAD, "up", script));
        expect(fingerprint(await database.snapshot())).toBe(fingerprint(to));
        expect(await database.sql("SELECT * FROM canary.t")).toEqual([{ n: 1 }]);
      }
    },
    60_000,
  );
});

describe("a statement as it is meant", () => {
  it.each([
    ["SELECT 1", "SELECT 1"],
    ["DEFAULT 'a\\b'", "DEFAULT E'a\\\\b'"],
    ["DEFAULT 'it''s\\'::text", "DEFAULT E'it''s\\\\'::text"],
    ["DEFAULT E'a\\\\b'", "DEFAULT E'a\\\\b'"],
    [`DEFAULT E'\\'' || '\\'`, `DEFAULT E'\\'' || E'\\\\'`],
    [`"a\\b'" = '\\'`, `"a\\b'" = E'\\\\'`],
    ["AS $f$ '\\' $g$ $f$, '\\'", "AS $f$ '\\' $g$ $f$, E'\\\\'"],
    ["AS $$'\\$$, '\\'", "AS $$'\\$$, E'\\\\'"],
    ["a$b$ = '\\' AND c$b$ = 1", "a$b$ = E'\\\\' AND c$b$ = 1"],
    ["date'\\'", "date E'\\\\'"],
    ["/* ' */ '\\' -- '", "/* ' */ E'\\\\' -- '"],
    [`list[1:"USER"]::int[]`, `list[1: "USER"]::int[]`],
    ["list[a:b], ':x', \":x\"", "list[a: b], ':x', \":x\""],
    ["x := y::text", "x := y::text"],
  ])("%j is %j", (sql, meant) => {
    expect(asMeant(sql)).toBe(meant);
    expect(asMeant(meant)).toBe(meant);
  });
});
