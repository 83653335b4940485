/** A snapshot that older rules made is read again, and is no drift. */

import { afterAll, beforeAll, expect, it } from "vitest";
import type { Spec } from "../../lib/core/kind.ts";
import { type Snapshot, withSpec } from "../../lib/core/snapshot.ts";
import { CANONICALISER } from "../../lib/engine/introspection/canonicaliser.ts";
import { recanonicalise } from "../../lib/engine/introspection/recanonicalise.ts";
import { diff, fingerprint, takeSnapshot } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { SqlTexts } from "../../lib/sqltext/sqltext.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

/** As rules 3 wrote them. */
const RULES_3: Readonly<Record<string, (spec: Spec) => Spec>> = {
  column: (spec) =>
    spec.identity ? { ...spec, identity: { ...(spec.identity as object), sequence: ["app", "t_id_seq"] } } : spec,
  constraint: ({ indexStatistics: _, ...spec }) => spec,
  "materialized-view": ({ columns: _, ...spec }) => spec,
  "partition-index": ({ statistics: _, ...spec }) => spec,
};

const older = (snapshot: Snapshot, rules: number, then: Readonly<Record<string, (spec: Spec) => Spec>>): Snapshot => ({
  ...snapshot,
  canonicaliser: CANONICALISER.replace(/ \d+,/, ` ${rules},`),
  objects: new Map(
    Array.from(snapshot.objects, ([address, object]) => {
      const asThen = then[object.address.kind];
      return [address, asThen ? withSpec(object, asThen(object.spec)) : object];
    }),
  ),
});

it("identities, keys, materialized views and indexes of partitions of rules 3 are those of today", async () => {
  await database.sql(`
    CREATE SCHEMA app;
    CREATE TABLE app.t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at date DEFAULT now(), v text UNIQUE);
    CREATE MATERIALIZED VIEW app.m AS SELECT id FROM app.t;
    CREATE TABLE app.p (id int, v text) PARTITION BY LIST (id);
    CREATE TABLE app.p1 PARTITION OF app.p FOR VALUES IN (1);
    CREATE INDEX by_v ON app.p (v);
    ALTER INDEX app.p1_v_idx SET (fillfactor = 50)`);
  const today = await takeSnapshot(database.url);
  const then = older(today, 3, RULES_3);
  expect(() => diff(then, today)).toThrow(expect.objectContaining({ code: "snapshot-not-comparable" }));
  expect(fingerprint(then)).not.toBe(fingerprint(today));
  const again = await recanonicalise(KINDS, then, new SqlTexts());
  expect(diff(again, today)).toEqual([]);
  expect(fingerprint(again)).toBe(fingerprint(today));
});

/** As rules 4 wrote them: by the sequence's type, which LIKE does not choose. */
const RULES_4: Readonly<Record<string, (spec: Spec) => Spec>> = {
  column: (spec) => {
    const { identity, type } = spec as { identity: { options: string[] } | null; type: string };
    if (!identity || type === "bigint") return spec;
    const told: Readonly<Record<string, string>> = {
      "NO MAXVALUE": "MAXVALUE 2147483647",
      "NO MINVALUE": "MINVALUE -2147483648",
    };
    return { ...spec, identity: { ...identity, options: identity.options.map((option) => told[option] ?? option) } };
  },
};

it("the ends of numbers of rules 4 are those of today, whichever way they go", async () => {
  await database.sql(`
    CREATE SCHEMA numbered;
    CREATE TABLE numbered.original (
      up int GENERATED ALWAYS AS IDENTITY, far bigint GENERATED ALWAYS AS IDENTITY,
      down int GENERATED ALWAYS AS IDENTITY (INCREMENT BY -1 MAXVALUE 2147483647));
    CREATE TABLE numbered.copy (LIKE numbered.original INCLUDING IDENTITY)`);
  const today = await takeSnapshot(database.url);
  const then = older(today, 4, RULES_4);
  expect(fingerprint(then)).not.toBe(fingerprint(today));
  const again = await recanonicalise(KINDS, then, new SqlTexts());
  expect(diff(again, today)).toEqual([]);
});
