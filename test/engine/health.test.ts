/** How health checks are made: within the scope, partitions together, nothing failing, and cheaply where nothing moved. */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import type { HealthCheck } from "../../lib/core/health.ts";
import { EVERYTHING } from "../../lib/core/snapshot.ts";
import { examine, withStanding } from "../../lib/engine/health.ts";
import { HEALTH } from "../../lib/kinds/health/registry.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { connect } from "../../lib/postgres/connect.ts";
import { databaseUrl } from "../../lib/postgres/embedded/database.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { DatabasePool } from "../support/database-pool.ts";
import { foundBy, healthOf } from "../support/health.ts";
import { ensureRoles } from "../support/roles.ts";
import type { WatchedDatabase } from "../support/watched-database.ts";

const pool = new DatabasePool();
let database: WatchedDatabase;

beforeAll(() => ensureRoles());
beforeEach(async () => {
  database = await pool.take();
});
afterEach(() => pool.giveBack(database));
afterAll(() => pool.close());

const watcherUrl = () => databaseUrl({ ...inject("server"), user: "watcher" }, database.name);

describe("the scope", () => {
  beforeEach(() =>
    database.sql(`CREATE SCHEMA app; CREATE SCHEMA other; CREATE TABLE app.t (a int); CREATE TABLE other.t (a serial);
      CREATE COLLATION other.c (provider = icu, locale = 'de'); CREATE TABLE app.u (b text COLLATE other.c PRIMARY KEY, c text COLLATE "sv-x-icu");
      UPDATE pg_collation SET collversion = '1.0' WHERE collname IN ('c', 'sv-x-icu')`),
  );
  afterEach(() => database.sql(`ALTER COLLATION "sv-x-icu" REFRESH VERSION`));

  it("leaves out other schemas, and not what belongs to none", async () => {
    const { health } = await healthOf(database.url, { scope: { include: ["app"] } });
    expect(health.map(({ address }) => address)).toEqual(["collation:pg_catalog.sv-x-icu", "table:app.t"]);
  });

  it("leaves out what a profile does, with what belongs to it", async () => {
    await database.sql("SELECT setval('other.t_a_seq', 2147483647)");
    const all = await healthOf(database.url);
    expect(foundBy(all, "sequence-exhaustion")).toEqual(["critical sequence:other.t_a_seq"]);
    const leftOut = [{ address: "table:other.t", by: "ledgers", why: "the ledger of a tool" }];
    const { health } = await healthOf(database.url, { leftOut });
    const addresses = health.map(({ address }) => address);
    expect(addresses).toContain("table:app.t");
    expect(addresses.filter((address) => address.includes("other.t"))).toEqual([]);
  });
});

describe("partitions", () => {
  const SICK = `CREATE SCHEMA app; CREATE TABLE app.events (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
    DO $$ BEGIN FOR n IN 1..5 LOOP
      EXECUTE format('CREATE TABLE app.events_%s PARTITION OF app.events FOR VALUES FROM (%L) TO (%L)', n, date '2026-01-01' + n, date '2026-01-01' + n + 1);
      EXECUTE format('CREATE INDEX i_%s ON app.events_%s (at)', n, n);
    END LOOP; END $$;
    UPDATE pg_index SET indisvalid = false WHERE indexrelid::regclass::text LIKE 'app.i!_%' ESCAPE '!'`;

  beforeEach(() => database.sql(SICK));

  it("are told of together, under their table, with how many there are", async () => {
    const [finding, ...others] = (await healthOf(database.url)).health;
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      code: "health.index-invalid",
      address: "table:app.events",
      title: "table app.events",
    });
    expect(finding?.why).toMatch(
      /^in 5 places in its partitions, index app\.events_1\.i_1 and others: the index is not valid/,
    );
  });

  it.each([
    ["ignored", 0],
    ["dynamic", 1],
  ] as const)("are told of as their policy %s says", async (policy, findings) => {
    const { health } = await healthOf(database.url, { scope: { partitions: { "app.events": policy } } });
    expect(health).toHaveLength(findings);
  });

  it("that lack nothing of their own repeat nothing of their parent's", async () => {
    await database.sql(`DROP TABLE app.events; CREATE TABLE app.users (id int PRIMARY KEY);
      CREATE TABLE app.log (id int, "user" int REFERENCES app.users, at date) PARTITION BY RANGE (at);
      CREATE TABLE app.log_1 PARTITION OF app.log FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')`);
    const { health } = await healthOf(database.url);
    expect(health.map(({ code, address }) => `${code} ${address}`)).toEqual([
      "health.foreign-key-without-index constraint:app.log.log_user_fkey",
      "health.table-without-primary-key table:app.log",
    ]);
  });
});

describe("a finding", () => {
  it("has the id it had before, and another once it is worse", async () => {
    await database.sql("CREATE SCHEMA app; CREATE SEQUENCE app.s MAXVALUE 100");
    const at = async (last: number) => {
      await database.sql(`SELECT setval('app.s', ${last})`);
      return (await healthOf(database.url)).health[0];
    };
    const [first, second, third] = [await at(81), await at(85), await at(99)];
    expect(first?.id).toMatch(/^[0-9a-f]{16}$/);
    expect(second).toMatchObject({
      id: first?.id,
      severity: "medium",
      why: expect.stringMatching(/^85 % of its numbers/),
    });
    expect(third?.severity).toBe("critical");
    expect(third?.id).not.toBe(first?.id);
  });
});

describe("what may not be read", () => {
  it("is said once, with the way to read it, and fails nothing", async () => {
    await database.sql(`CREATE SCHEMA app; CREATE TABLE app.t (a serial, b serial, c smallserial, d bigserial);
      SELECT setval('app.t_a_seq', 2147483647)`);
    const { health, healthUnseen } = await healthOf(watcherUrl());
    expect(health.map(({ code }) => code)).toEqual(["health.table-without-primary-key"]);
    expect(healthUnseen).toEqual([
      {
        check: "sequence-exhaustion",
        reason: "sequences that run out of numbers: 4 may not be read (t_a_seq, t_b_seq, t_c_seq, …)",
        remedy: `GRANT USAGE ON SCHEMA "app" and GRANT SELECT ON ALL SEQUENCES IN SCHEMA "app" TO the monitor's role`,
      },
    ]);
    await database.sql("GRANT USAGE ON SCHEMA app TO watcher; GRANT SELECT ON ALL SEQUENCES IN SCHEMA app TO watcher");
    const seen = await healthOf(watcherUrl());
    expect(seen.healthUnseen).toEqual([]);
    expect(foundBy(seen, "sequence-exhaustion")).toEqual(["critical sequence:app.t_a_seq"]);
  });

  it("takes nothing from the other checks", async () => {
    await database.sql("CREATE SCHEMA app; CREATE TABLE app.t (a int); REVOKE SELECT ON pg_policy FROM PUBLIC");
    try {
      const { health, healthUnseen } = await healthOf(watcherUrl());
      expect(health.map(({ code }) => code)).toEqual(["health.table-without-primary-key"]);
      expect(healthUnseen.map(({ check, remedy }) => `${check}: ${remedy}`)).toEqual([
        `policy-without-row-security: GRANT SELECT ON pg_catalog.pg_policy TO "watcher"`,
        `row-security-without-policy: GRANT SELECT ON pg_catalog.pg_policy TO "watcher"`,
      ]);
    } finally {
      await database.sql("GRANT SELECT ON pg_policy TO PUBLIC");
    }
  });

  it("is not waited for", async () => {
    await database.sql("CREATE SCHEMA app; CREATE TABLE app.t (a serial)");
    const holder = await connect(database.endpoint);
    try {
      await holder.query("BEGIN; LOCK TABLE app.t; ALTER SEQUENCE app.t_a_seq RESTART WITH 7");
      const started = performance.now();
      const { health, healthUnseen } = await healthOf(database.url);
      expect(performance.now() - started).toBeLessThan(3_000);
      expect(health.map(({ code }) => code)).toEqual(["health.table-without-primary-key"]);
      expect(healthUnseen).toEqual([]);
      await holder.query("ROLLBACK; BEGIN; DROP TABLE app.t");
      expect((await healthOf(database.url)).healthUnseen).toMatchObject([{ check: "sequence-exhaustion" }]);
    } finally {
      await holder.end();
    }
  });

  it("of a fault of ours is an error", async () => {
    const faulty: HealthCheck = {
      name: "index-invalid",
      title: "nothing",
      query: () => "SELECT 1 AS one",
      ailment: () => {
        throw new TypeError("a fault");
      },
    };
    const session = await openSession(database.endpoint);
    const context = { kinds: () => KINDS, server: { major: 15 }, scope: EVERYTHING, leftOut: [], unmoved: false };
    try {
      await expect(examine(session, [faulty], context)).rejects.toThrow("a fault");
    } finally {
      await session.close();
    }
  });
});

describe("a check", () => {
  it.each(HEALTH)("$name takes no lock above ACCESS SHARE", async ({ query, probe }) => {
    await database.sql("CREATE SCHEMA app; CREATE TABLE app.t (a serial); CREATE INDEX ON app.t (a)");
    const rows = [{ schema: "app", name: "t_a_seq" }];
    for (const sql of [query({ major: inject("server").major }, false), ...(probe ? [probe(rows)] : [])]) {
      await database.sql(`BEGIN; SET LOCAL search_path = ''; ${sql}`);
      const modes = await database.sql(
        "SELECT DISTINCT mode FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation'",
      );
      await database.sql("ROLLBACK");
      expect(modes).toEqual([{ mode: "AccessShareLock" }]);
    }
  });
});

describe("while the stamp stands still", () => {
  it("only what changes without it is looked at, in one statement or two", async () => {
    await database.sql(
      "CREATE SCHEMA app; CREATE TABLE app.t (a int); CREATE SEQUENCE app.s MAXVALUE 100; SELECT setval('app.s', 10)",
    );
    const before = await healthOf(database.url);
    expect(before.health.map(({ code }) => code)).toEqual(["health.table-without-primary-key"]);
    const stamp = await database.stamp();
    await database.sql("SELECT setval('app.s', 99)");
    expect(await database.stamp()).toBe(stamp);
    const statements: string[] = [];
    const found = await healthOf(database.url, { unmoved: true, statements });
    // The first asks which server it is.
    expect(statements).toHaveLength(3);
    expect(withStanding(HEALTH, before, found).health.map(({ code }) => code)).toEqual([
      "health.sequence-exhaustion",
      "health.table-without-primary-key",
    ]);
    await database.sql("SELECT setval('app.s', 10)");
    const mended = await healthOf(database.url, { unmoved: true });
    expect(withStanding(HEALTH, found, mended).health).toEqual([]);
  });

  it("sequences that cannot run out before the next full reading are not opened", async () => {
    await database.sql("CREATE SCHEMA app; CREATE TABLE app.t (a bigserial PRIMARY KEY)");
    const statements: string[] = [];
    expect(await healthOf(database.url, { unmoved: true, statements })).toEqual({ health: [], healthUnseen: [] });
    expect(statements).toHaveLength(2);
  });
});
