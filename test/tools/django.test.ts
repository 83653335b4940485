/** A real Django project of three apps, two databases and more than thirty migrations: replayed, migrated, and lied about. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Snapshot } from "../../lib/core/snapshot.ts";
import { folder, incidents, type LiveDatabase, liveDatabase, python, replayOf, reportOn, run } from "./tools.ts";

let expected: Snapshot;
let migrated: LiveDatabase;

const manage = (database: LiveDatabase, ...args: string[]) =>
  run(python(), ["manage.py", ...args], folder("django"), database, {
    PYTHONDONTWRITEBYTECODE: "1",
    DEFAULT_DB: database.name,
    ARCHIVE_DB: database.name,
  });

beforeAll(async () => {
  expected = await replayOf("django", { python: python() });
  migrated = await liveDatabase();
  await manage(migrated, "migrate", "--verbosity", "0");
});
afterAll(() => migrated.drop());

async function after(work: (database: LiveDatabase) => Promise<void>): Promise<Awaited<ReturnType<typeof reportOn>>> {
  const database = await liveDatabase(migrated);
  try {
    await work(database);
    return await reportOn(expected, database);
  } finally {
    await database.drop();
  }
}

describe("a Django project", () => {
  it("is replayed in the order of the plan, with a squashed migration in the place of those it stands for", () => {
    const ids = expected.history?.migrations.map(({ id }) => id) ?? [];
    expect(ids).toHaveLength(32);
    expect(expected.history?.migrations.find(({ id }) => id === "blog.0002_squashed_0003")).toMatchObject({
      group: "blog",
      file: "blog/migrations/0002_squashed_0003.py",
      replaces: ["blog.0002_post_published", "blog.0003_rename_slug"],
      needs: ["blog.0001_initial"],
    });
    expect(expected.leftOut.map(({ address }) => address)).toContain("table:public.django_migrations");
  });

  it("touches only the database it was asked for: what the router sends elsewhere does nothing here", async () => {
    const audit = (snapshot: Snapshot) =>
      snapshot.history?.migrations.filter(({ id, effects }) => id.startsWith("audit") && effects.length > 0) ?? [];
    expect(audit(expected)).toEqual([]);
    const archive = await replayOf("django", { python: python(), databaseAlias: "archive" });
    expect(audit(archive).length).toBeGreaterThan(4);
    expect(archive.objects.has("table:public.blog_post")).toBe(false);
  });

  it("that was migrated is in order, migration by migration", async () => {
    const report = await after(async () => undefined);
    expect(incidents(report)).toEqual({});
    expect(report.unattributed).toEqual([]);
    expect(report.migrations.filter(({ recorded }) => !recorded)).toEqual([]);
  });

  it.each<[string, (database: LiveDatabase) => Promise<void>, Record<string, string>]>([
    [
      "a column that was dropped by hand",
      (db) => db.sql("ALTER TABLE blog_post DROP COLUMN title"),
      {
        "blog.0001_initial": "half-applied",
        "blog.0006_constraint": "recorded-missing",
        "blog.0007_longer_title": "recorded-missing",
      },
    ],
    [
      "an index that is gone",
      (db) => db.sql("DROP INDEX shop_product_sku_price"),
      { "shop.0011_no_index": "recorded-missing" },
    ],
    [
      "half of a migration undone",
      (db) => db.sql("ALTER TABLE shop_product DROP COLUMN vat"),
      { "shop.0004_price": "half-applied" },
    ],
    [
      "rows taken out of the ledger (a rewind that was faked)",
      (db) => manage(db, "migrate", "shop", "0006", "--fake", "--verbosity", "0"),
      {
        "shop.0007_table": "unrecorded-present",
        // They leave nothing to be seen, but what came after needs them.
        "shop.0008_coupon": "unrecorded-present",
        "shop.0009_no_coupon": "unrecorded-present",
        "shop.0010_trigger": "unrecorded-present",
        "shop.0011_no_index": "unrecorded-present",
      },
    ],
    [
      "a row of a migration without a file",
      (db) => db.sql("INSERT INTO django_migrations (app, name, applied) VALUES ('shop', '0099_gone', now())"),
      { "shop.0099_gone": "recorded-orphan" },
    ],
    [
      "a row lost of one that leaves nothing to be seen: what came after needs it",
      (db) => db.sql("DELETE FROM django_migrations WHERE name = '0008_fill'"),
      { "blog.0008_fill": "unrecorded-present" },
    ],
    [
      "squashed ones whose own row was lost",
      (db) => db.sql("DELETE FROM django_migrations WHERE name = '0002_squashed_0003'"),
      {},
    ],
    [
      "a trigger dropped",
      (db) => db.sql("DROP TRIGGER touch ON shop_product"),
      { "shop.0010_trigger": "half-applied" },
    ],
    [
      "a constraint dropped",
      (db) => db.sql("ALTER TABLE blog_post DROP CONSTRAINT blog_post_titled"),
      { "blog.0006_constraint": "recorded-missing" },
    ],
  ])("%s", async (_what, work, found) => {
    expect(incidents(await after(work))).toEqual(found);
  });

  it("whose second database was migrated, too, is in order there by its own history", async () => {
    const archive = await replayOf("django", { python: python(), databaseAlias: "archive" });
    const database = await liveDatabase();
    try {
      await manage(database, "migrate", "--database", "archive", "--verbosity", "0");
      expect(incidents(await reportOn(archive, database))).toEqual({});
      await database.sql("ALTER TABLE audit_entry DROP COLUMN detail");
      expect(incidents(await reportOn(archive, database))).toEqual({ "audit.0006_json": "recorded-missing" });
    } finally {
      await database.drop();
    }
  });

  it("migrated only half way leaves the rest pending, and that is no incident", async () => {
    const database = await liveDatabase();
    try {
      await manage(database, "migrate", "blog", "0006", "--verbosity", "0");
      const report = await reportOn(expected, database);
      expect(incidents(report)).toEqual({});
      expect(report.migrations.filter(({ state }) => state === "pending").length).toBeGreaterThan(10);
    } finally {
      await database.drop();
    }
  });

  it("that was only said to be migrated (--fake) is found missing wherever something can be seen", async () => {
    const database = await liveDatabase();
    try {
      await manage(database, "migrate", "--fake", "--verbosity", "0");
      const found = incidents(await reportOn(expected, database));
      expect(new Set(Object.values(found))).toEqual(new Set(["recorded-missing"]));
      expect(Object.keys(found).length).toBeGreaterThan(15);
    } finally {
      await database.drop();
    }
  });

  it("that cannot be loaded is an error of one line", async () => {
    await expect(replayOf("django", { python: python(), databaseAlias: "nosuch" })).rejects.toThrow(
      /could not be loaded by .*: LookupError: .*archive, default.*; see that it runs there/,
    );
    await expect(replayOf("django", { python: "/nonexistent/python" })).rejects.toThrow(/ENOENT/);
  });
});

describe("the decision table, for a Django project at its third migration of the shop", () => {
  let third: LiveDatabase;
  beforeAll(async () => {
    third = await liveDatabase();
    await manage(third, "migrate", "shop", "0003", "--verbosity", "0");
  });
  afterAll(() => third.drop());

  const VAT = "ALTER TABLE shop_product ADD COLUMN vat numeric(4, 2) NOT NULL";
  const SOLD = "ALTER TABLE shop_product ADD COLUMN sold integer NOT NULL";
  const fake = (db: LiveDatabase, ...args: string[]) => manage(db, "migrate", ...args, "--fake", "--verbosity", "0");

  it.each<[string, (db: LiveDatabase) => Promise<void>, Record<string, string>]>([
    ["not recorded, nothing of it there: pending", async () => undefined, {}],
    ["not recorded, some of it there: half applied", (db) => db.sql(VAT), { "shop.0004_price": "half-applied" }],
    [
      "not recorded, all of it there: present",
      (db) => db.sql(`${VAT}; ${SOLD}`),
      { "shop.0004_price": "unrecorded-present" },
    ],
    [
      "recorded, nothing of it there: missing",
      (db) => fake(db, "shop", "0004"),
      { "shop.0004_price": "recorded-missing" },
    ],
    [
      "recorded, some of it there: half applied",
      async (db) => {
        await fake(db, "shop", "0004");
        await db.sql(SOLD);
      },
      { "shop.0004_price": "half-applied" },
    ],
    ["recorded, all of it there: in order", (db) => manage(db, "migrate", "shop", "0004", "--verbosity", "0"), {}],
    [
      "rewound for good: pending again",
      async (db) => {
        await manage(db, "migrate", "shop", "0004", "--verbosity", "0");
        await manage(db, "migrate", "shop", "0001", "--verbosity", "0");
      },
      {},
    ],
    [
      "rewound in the ledger alone: present",
      (db) => fake(db, "shop", "0002"),
      { "shop.0003_state": "unrecorded-present" },
    ],
  ])("%s", async (_row, work, found) => {
    const database = await liveDatabase(third);
    try {
      await work(database);
      const report = await reportOn(expected, database);
      expect(incidents(report)).toEqual(found);
      expect(report.unattributed).toEqual([]);
    } finally {
      await database.drop();
    }
  });

  it("recorded, and undone by a later one: superseded; recorded, and nothing to be seen: not to be verified", async () => {
    const { migrations } = await reportOn(expected, migrated);
    const states = Object.fromEntries(migrations.map(({ id, state }) => [id, state]));
    expect(states).toMatchObject({
      "blog.0005_index": "superseded",
      "shop.0005_concurrently": "superseded",
      "blog.0012_options": "superseded",
      "blog.0008_fill": "unverifiable",
      "audit.0001_initial": "unverifiable",
      "shop.0009_no_coupon": "applied",
    });
  });
});
