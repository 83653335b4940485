/** Steps of a plan: each after what it needs, described, and known by an id that stays. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { remediate, takeSnapshot } from "../../lib/index.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";

let full: FreshDatabase;
let empty: FreshDatabase;
beforeAll(async () => {
  [full, empty] = await Promise.all([freshDatabase(), freshDatabase()]);
  await full.sql(`
    CREATE SCHEMA app;
    CREATE TABLE app.users (id int PRIMARY KEY, email text);
    CREATE TABLE app.orders (id int PRIMARY KEY, by int REFERENCES app.users);
    CREATE VIEW app.emails AS SELECT email FROM app.users;
    CREATE FUNCTION app.one() RETURNS int LANGUAGE sql AS 'SELECT 1';
    CREATE INDEX by_email ON app.users (email);`);
});
afterAll(() => Promise.all([full.drop(), empty.drop()]));

describe("the steps of a plan", () => {
  it.each(["up", "down"])("come after what they need, %s", async (way) => {
    const [there, not] = [await takeSnapshot(full.url), await takeSnapshot(empty.url)];
    const { statements } = way === "up" ? remediate(there, not) : remediate(not, there);
    const places = new Map(statements.map(({ id }, at) => [id, at]));
    expect(places.size).toBe(statements.length);
    for (const [at, { id, after }] of statements.entries()) {
      expect(id).toMatch(/^[0-9a-f]{12}$/);
      for (const need of after) expect(places.get(need)).toBeLessThan(at);
    }
    const again = way === "up" ? remediate(there, not) : remediate(not, there);
    expect(again).toEqual({ statements, manual: [] });
  });

  it("say what they do, and what they wait for", async () => {
    const { statements } = remediate(await takeSnapshot(full.url), await takeSnapshot(empty.url));
    const named = (description: string) => statements.find((each) => each.description === description);
    const waits = (one: string, other: string) => named(one)?.after.includes(named(other)?.id ?? "none");
    expect(waits("create table app.users", "create schema app")).toBe(true);
    expect(waits("create view app.emails", "create table app.users")).toBe(true);
    expect(waits("create index app.users.by_email", "create table app.users")).toBe(true);
    expect(named("create table app.orders")?.after).not.toContain(named("create table app.users")?.id);
    expect(named("set check_function_bodies for what follows")).toBeDefined();
  });

  it("attach the index that stands on a partition already, and build one where none does or it is expected by itself", async () => {
    const [whole, apart, both] = await Promise.all([freshDatabase(), freshDatabase(), freshDatabase()]);
    const table = `CREATE TABLE p (a int) PARTITION BY RANGE (a);
      CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9); CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (9) TO (19);`;
    try {
      await whole.sql(`${table} CREATE INDEX i ON p (a)`);
      await apart.sql(`${table} CREATE INDEX i ON ONLY p (a); CREATE INDEX i1 ON p1 (a)`);
      await both.sql(`${table} CREATE INDEX i ON p (a); CREATE INDEX i1 ON p1 (a)`);
      const there = await takeSnapshot(apart.url);
      const way = async (to: string) =>
        remediate(await takeSnapshot(to), there).statements.map(({ sql }) => sql.replaceAll('"', ""));
      const build = (n: number, name: string) => [
        `CREATE INDEX ${name} ON public.p${n} USING btree (a)`,
        `ALTER INDEX public.i ATTACH PARTITION public.${name}`,
      ];
      expect(await way(whole.url)).toEqual(["ALTER INDEX public.i ATTACH PARTITION public.i1", ...build(2, "p2_i")]);
      expect(await way(both.url)).toEqual([...build(1, "p1_i"), ...build(2, "p2_i")]);
    } finally {
      await Promise.all([whole, apart, both].map((database) => database.drop()));
    }
  });

  it("replace a view that keeps its columns, and leave all that stands on it where it is", async () => {
    const [more, less] = await Promise.all([freshDatabase(), freshDatabase()]);
    const table = "CREATE TABLE t (a int, b int)";
    const above = "CREATE VIEW w AS SELECT a FROM v; CREATE MATERIALIZED VIEW m AS SELECT a FROM w";
    try {
      await more.sql(
        `${table}; CREATE VIEW v AS SELECT a, b FROM t WHERE a > 0; ${above}; ALTER VIEW v ALTER b SET DEFAULT 1`,
      );
      await less.sql(`${table}; CREATE VIEW v AS SELECT a FROM t; ${above}`);
      const [wide, narrow] = [await takeSnapshot(more.url), await takeSnapshot(less.url)];
      const verbs = (statements: readonly { sql: string }[]) =>
        statements.map(({ sql }) => sql.split(/ AS| "public"/)[0]);
      expect(verbs(remediate(wide, narrow).statements)).toEqual(["CREATE OR REPLACE VIEW", "ALTER VIEW"]);
      // PostgreSQL takes no column away from a view.
      expect(verbs(remediate(narrow, wide).statements)).toContain("DROP VIEW");
    } finally {
      await Promise.all([more, less].map((database) => database.drop()));
    }
  });

  it("rename a view's columns where they stand", async () => {
    const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
    const schema = (name: string) => `CREATE TABLE t (a int, b int);
      CREATE VIEW v AS SELECT a, b AS ${name} FROM t; GRANT SELECT (${name}) ON v TO PUBLIC; COMMENT ON COLUMN v.${name} IS 'b';
      CREATE VIEW w AS SELECT ${name} AS b FROM v;
      CREATE MATERIALIZED VIEW m AS SELECT DISTINCT ON (a) a, (b + 1) AS ${name} FROM t WHERE a IN (1, 2) ORDER BY a;
      CREATE UNIQUE INDEX i ON m (${name})`;
    try {
      await one.sql(schema("total"));
      await other.sql(schema('"of which"'));
      const { statements } = remediate(await takeSnapshot(one.url), await takeSnapshot(other.url));
      expect(statements.map(({ sql }) => sql.replaceAll('"', ""))).toEqual(
        ["MATERIALIZED VIEW public.m", "VIEW public.v"].map((view) => `ALTER ${view} RENAME COLUMN of which TO total`),
      );
    } finally {
      await Promise.all([one, other].map((database) => database.drop()));
    }
  });

  it("say where answers that a function gave before stay, and build what sorts rows by them anew", async () => {
    const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
    const schema = (answer: number) => `CREATE TABLE t (a int, b int);
      CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT ${answer}'; CREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'SELECT ${answer}';
      CREATE INDEX i ON t (f(a)); ALTER TABLE t ADD CONSTRAINT c CHECK (f(b) > 0), ADD d int GENERATED ALWAYS AS (f(a)) STORED;
      CREATE INDEX apart ON t (d); ALTER TABLE t ALTER b SET DEFAULT g();`;
    try {
      await one.sql(schema(1));
      await other.sql(schema(2));
      const { statements } = remediate(await takeSnapshot(one.url), await takeSnapshot(other.url));
      const said = statements.map(({ sql, suggestion }) => [
        sql.replaceAll('"', "").split("(")[0],
        suggestion?.split("; afterwards: ")[1],
      ]);
      expect(said).toEqual([
        ["SET check_function_bodies = off", undefined],
        [
          "CREATE OR REPLACE FUNCTION public.f",
          'UPDATE "public"."t" SET "d" = DEFAULT; SELECT count(*) FROM "public"."t" WHERE NOT ((public.f(b) > 0))',
        ],
        ["CREATE OR REPLACE FUNCTION public.g", undefined],
        ["REINDEX INDEX public.i", undefined],
      ]);
      expect(statements[1]?.reason).toContain(
        "what it answered before stays in column public.t.d, constraint public.t.c",
      );
      expect(statements[3]?.after).toEqual([statements[1]?.id]);
    } finally {
      await Promise.all([one, other].map((database) => database.drop()));
    }
  });

  it("leave where it is what would go only to come back, where a person has to bring it back", async () => {
    const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
    const schema = (
      status: string,
    ) => `${status}; CREATE TABLE t (s status DEFAULT 'open') PARTITION BY LIST (s); CREATE VIEW v AS SELECT s FROM t;
      CREATE FUNCTION f(status) RETURNS status LANGUAGE sql AS 'SELECT $1'`;
    try {
      await one.sql(schema("CREATE DOMAIN status AS text"));
      await other.sql(schema("CREATE TYPE status AS ENUM ('open')"));
      const { statements, manual } = remediate(await takeSnapshot(one.url), await takeSnapshot(other.url));
      expect(statements.map(({ sql }) => sql).filter((sql) => sql.includes("DROP"))).toEqual([]);
      expect(manual.map(({ address }) => address)).toContain("view:public.v");
    } finally {
      await Promise.all([one, other].map((database) => database.drop()));
    }
  });
});
