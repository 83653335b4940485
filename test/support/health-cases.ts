/** For every health check: what makes a database ail of it, what it then finds, and what mends it. */

import { expect } from "vitest";
import type { HealthCheckName } from "../../lib/core/health.ts";
import type { WatchedDatabase } from "./watched-database.ts";

export interface Case {
  readonly check: HealthCheckName;
  /** Statements of their own each; what may fail begins with `-`. */
  readonly sick: readonly string[];
  readonly found: readonly string[];
  /** What mends it: from the suggestion, as far as it can be run. */
  readonly cure: readonly string[];
}

const NOTHING = "CREATE FUNCTION app.nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'";

/** They need the schemas `app` and `we.ird`. */
export const CASES: readonly Case[] = [
  {
    check: "index-invalid",
    sick: [
      `CREATE TABLE "we.ird"."T ""1""" (a int); INSERT INTO "we.ird"."T ""1""" VALUES (1), (1)`,
      `-CREATE UNIQUE INDEX CONCURRENTLY "I.1" ON "we.ird"."T ""1""" (a)`,
      "CREATE TABLE app.t (a int); CREATE INDEX fine ON app.t (a); CREATE INDEX sick ON app.t (a)",
      "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'app.sick'::regclass",
    ],
    found: [`high index:"we.ird"."T ""1"""."I.1"`, "medium index:app.t.sick"],
    cure: [
      `DELETE FROM "we.ird"."T ""1"""`,
      `REINDEX INDEX CONCURRENTLY "we.ird"."I.1"`,
      "REINDEX INDEX CONCURRENTLY app.sick",
    ],
  },
  {
    check: "constraint-not-validated",
    sick: [
      `CREATE TABLE app.t (a int PRIMARY KEY); CREATE TABLE "we.ird"."t'2" (a int CHECK (a > 0))`,
      `ALTER TABLE "we.ird"."t'2" ADD CONSTRAINT "c.1" CHECK (a < 10) NOT VALID`,
      `ALTER TABLE "we.ird"."t'2" ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES app.t NOT VALID`,
      `CREATE TABLE app.child () INHERITS ("we.ird"."t'2")`,
      "CREATE DOMAIN app.d AS int; ALTER DOMAIN app.d ADD CONSTRAINT small CHECK (VALUE < 9) NOT VALID",
    ],
    found: [
      `medium constraint:"we.ird"."t'2"."c.1"`,
      `medium constraint:"we.ird"."t'2".fk`,
      "medium domain-constraint:app.d.small",
    ],
    cure: [
      `ALTER TABLE "we.ird"."t'2" VALIDATE CONSTRAINT "c.1"`,
      `ALTER TABLE "we.ird"."t'2" VALIDATE CONSTRAINT fk`,
      "ALTER DOMAIN app.d VALIDATE CONSTRAINT small",
    ],
  },
  {
    check: "trigger-disabled",
    sick: [
      NOTHING,
      `CREATE TABLE "we.ird".t (a int PRIMARY KEY, b int REFERENCES "we.ird".t); CREATE TABLE app.u (a int)`,
      `CREATE TRIGGER "T.1" BEFORE INSERT ON "we.ird".t FOR EACH ROW EXECUTE FUNCTION app.nothing()`,
      `CREATE TRIGGER t BEFORE INSERT ON app.u FOR EACH ROW EXECUTE FUNCTION app.nothing()`,
      `CREATE RULE "R.1" AS ON DELETE TO app.u DO INSTEAD NOTHING; CREATE RULE r AS ON UPDATE TO app.u DO INSTEAD NOTHING`,
      `CREATE FUNCTION app.ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'`,
      `CREATE EVENT TRIGGER "E.1" ON ddl_command_end WHEN TAG IN ('CREATE OPERATOR') EXECUTE FUNCTION app.ddl()`,
      `CREATE EVENT TRIGGER e ON ddl_command_end WHEN TAG IN ('CREATE OPERATOR') EXECUTE FUNCTION app.ddl()`,
      `ALTER TABLE "we.ird".t DISABLE TRIGGER ALL; ALTER TABLE app.u DISABLE RULE "R.1"; ALTER EVENT TRIGGER "E.1" DISABLE`,
    ],
    found: [
      `high constraint:"we.ird".t.t_b_fkey`,
      `medium event-trigger:"E.1"`,
      `medium rule:app.u."R.1"`,
      `medium trigger:"we.ird".t."T.1"`,
    ],
    cure: [
      `ALTER TABLE "we.ird".t ENABLE TRIGGER ALL; ALTER TABLE app.u ENABLE RULE "R.1"; ALTER EVENT TRIGGER "E.1" ENABLE`,
    ],
  },
  {
    check: "policy-without-row-security",
    sick: [
      `CREATE TABLE "we.ird".t (a int); CREATE POLICY p ON "we.ird".t USING (a > 0); CREATE POLICY q ON "we.ird".t USING (a > 0)`,
      "CREATE TABLE app.t (a int); CREATE POLICY p ON app.t USING (a > 0); ALTER TABLE app.t ENABLE ROW LEVEL SECURITY",
    ],
    found: [`high table:"we.ird".t`],
    cure: [`ALTER TABLE "we.ird".t ENABLE ROW LEVEL SECURITY`],
  },
  {
    check: "row-security-without-policy",
    sick: [
      `CREATE TABLE "we.ird".t (a int); ALTER TABLE "we.ird".t ENABLE ROW LEVEL SECURITY; CREATE TABLE app.t (a int)`,
    ],
    found: [`info table:"we.ird".t`],
    cure: [`CREATE POLICY p ON "we.ird".t USING (true)`],
  },
  {
    check: "security-definer-search-path",
    sick: [
      `CREATE FUNCTION "we.ird"."f.1"(a int, "B b" text[]) RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'`,
      `CREATE FUNCTION app.fixed() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = app AS 'SELECT 1'`,
      `CREATE FUNCTION app.parsed() RETURNS int LANGUAGE sql SECURITY DEFINER BEGIN ATOMIC SELECT 1; END`,
      `CREATE FUNCTION app.invoker() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    ],
    found: [`medium routine:"we.ird"."f.1"."integer, text[]"`],
    cure: [`ALTER FUNCTION "we.ird"."f.1"(integer, text[]) SET search_path = "we.ird", pg_temp`],
  },
  {
    check: "collation-version",
    sick: [
      `CREATE COLLATION "we.ird"."C.1" (provider = icu, locale = 'de'); CREATE COLLATION app.unused (provider = icu, locale = 'de')`,
      `CREATE TABLE app.t (a text COLLATE "we.ird"."C.1", b text COLLATE "sv-x-icu", c text COLLATE "da-x-icu")`,
      `UPDATE pg_collation SET collversion = '1.0' WHERE collname IN ('C.1', 'unused', 'sv-x-icu', 'fi-x-icu')`,
    ],
    found: [`high collation:"we.ird"."C.1"`, `high collation:pg_catalog.sv-x-icu`],
    cure: [
      `ALTER COLLATION "we.ird"."C.1" REFRESH VERSION; ALTER COLLATION "sv-x-icu" REFRESH VERSION; ALTER COLLATION "fi-x-icu" REFRESH VERSION`,
    ],
  },
  {
    check: "extension-update",
    sick: ["CREATE EXTENSION pg_trgm VERSION '1.4'; CREATE EXTENSION citext"],
    found: ["low extension:pg_trgm"],
    cure: ["ALTER EXTENSION pg_trgm UPDATE"],
  },
  {
    check: "sequence-exhaustion",
    sick: [
      `CREATE TABLE "we.ird"."T.1" ("Id" serial); SELECT setval('"we.ird"."T.1_Id_seq"', 2147483647::bigint * 96 / 100)`,
      "CREATE TABLE app.t (id int GENERATED ALWAYS AS IDENTITY, small smallserial)",
      "SELECT setval('app.t_id_seq', 2147483647::bigint * 91 / 100), setval('app.t_small_seq', 26215)",
      "CREATE SEQUENCE app.wide; CREATE TABLE app.narrow (id int DEFAULT nextval('app.wide')); SELECT setval('app.wide', 1900000000)",
      "CREATE SEQUENCE app.down INCREMENT -1 MINVALUE -100 MAXVALUE -1; SELECT setval('app.down', -85)",
      "CREATE SEQUENCE app.round MAXVALUE 100 CYCLE; SELECT setval('app.round', 99)",
      "CREATE SEQUENCE app.fresh MAXVALUE 100; CREATE SEQUENCE app.half MAXVALUE 100; SELECT setval('app.half', 79)",
      "CREATE SEQUENCE app.huge; SELECT setval('app.huge', 9000000000000000000)",
      "CREATE SEQUENCE app.waiting START 100 MAXVALUE 100",
    ],
    found: [
      `critical sequence:"we.ird"."T.1_Id_seq"`,
      "critical sequence:app.huge",
      "high sequence:app.t_id_seq",
      "medium sequence:app.down",
      "medium sequence:app.t_small_seq",
      "medium sequence:app.wide",
    ],
    cure: [
      `ALTER TABLE "we.ird"."T.1" ALTER "Id" TYPE bigint; ALTER SEQUENCE "we.ird"."T.1_Id_seq" AS bigint NO MAXVALUE`,
      `ALTER TABLE app.t ALTER id TYPE bigint, ALTER small TYPE bigint; ALTER SEQUENCE app.t_id_seq AS bigint NO MAXVALUE`,
      `ALTER SEQUENCE app.t_small_seq AS bigint NO MAXVALUE; ALTER TABLE app.narrow ALTER id TYPE bigint`,
      `ALTER SEQUENCE app.down NO MINVALUE; SELECT setval('app.huge', 1)`,
    ],
  },
  {
    check: "index-duplicate",
    sick: [
      `CREATE TABLE "we.ird"."T.1" (a int PRIMARY KEY, b text, c text); CREATE INDEX "I.1" ON "we.ird"."T.1" (a)`,
      `CREATE INDEX one ON "we.ird"."T.1" (lower(b), c) WHERE c > 'x'; CREATE INDEX "the other one" ON "we.ird"."T.1" (lower(b), c) WHERE c > 'x'`,
      `CREATE INDEX another ON "we.ird"."T.1" (lower(b), c) WHERE c > 'y'; CREATE INDEX bc ON "we.ird"."T.1" (b, c); CREATE INDEX b_c ON "we.ird"."T.1" (b DESC, c)`,
      `CREATE INDEX hashed ON "we.ird"."T.1" USING hash (a)`,
      "CREATE TABLE app.t (a int CONSTRAINT first UNIQUE, b int UNIQUE DEFERRABLE); ALTER TABLE app.t ADD CONSTRAINT again UNIQUE (a); CREATE UNIQUE INDEX strict ON app.t (b)",
    ],
    found: [`low constraint:app.t.again`, `low index:"we.ird"."T.1"."I.1"`, `low index:"we.ird"."T.1"."the other one"`],
    cure: [`ALTER TABLE app.t DROP CONSTRAINT again; DROP INDEX "we.ird"."I.1"; DROP INDEX "we.ird"."the other one"`],
  },
  {
    check: "index-prefix",
    sick: [
      `CREATE TABLE "we.ird".t (a int, b int, c int); CREATE INDEX "I.1" ON "we.ird".t (a); CREATE INDEX ab ON "we.ird".t (a, b)`,
      `CREATE UNIQUE INDEX ua ON "we.ird".t (b); CREATE INDEX bc ON "we.ird".t (b, c); CREATE INDEX cd ON "we.ird".t (c DESC); CREATE INDEX ca ON "we.ird".t (c, a)`,
      `CREATE INDEX cb ON "we.ird".t (c) INCLUDE (b)`,
    ],
    found: [`info index:"we.ird".t."I.1"`],
    cure: [`DROP INDEX "we.ird"."I.1"`],
  },
  {
    check: "foreign-key-without-index",
    sick: [
      "CREATE TABLE app.p (a int, b int, PRIMARY KEY (a, b)); CREATE TABLE app.q (id int PRIMARY KEY)",
      `CREATE TABLE "we.ird".t (x int, "Y" int, z int REFERENCES app.q, w int REFERENCES app.q, v int REFERENCES app.q, CONSTRAINT "F.1" FOREIGN KEY (x, "Y") REFERENCES app.p)`,
      `CREATE INDEX partial ON "we.ird".t (z) WHERE z > 0; CREATE INDEX later ON "we.ird".t (w, z); CREATE INDEX hashed ON "we.ird".t USING hash (v)`,
      `CREATE INDEX half ON "we.ird".t (x)`,
    ],
    found: [`low constraint:"we.ird".t."F.1"`, `low constraint:"we.ird".t.t_z_fkey`],
    cure: [`CREATE INDEX z ON "we.ird".t (z); CREATE INDEX yx ON "we.ird".t ("Y", x, z)`],
  },
  {
    check: "table-without-primary-key",
    sick: [
      `CREATE TABLE "we.ird".t (a int UNIQUE); CREATE TABLE app.t (a int PRIMARY KEY); CREATE VIEW app.v AS SELECT 1`,
    ],
    found: [`info table:"we.ird".t`],
    cure: [`ALTER TABLE "we.ird".t ADD PRIMARY KEY (a)`],
  },
];

/** Each statement by itself: some do not stand in a transaction. */
export async function run(database: WatchedDatabase, statements: readonly string[]): Promise<void> {
  for (const statement of statements) {
    if (!statement.startsWith("-")) await database.sql(statement);
    else await expect(database.sql(statement.slice(1))).rejects.toThrow();
  }
}
