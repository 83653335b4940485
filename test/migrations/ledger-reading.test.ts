/** A ledger is found by its name and columns, read by whoever may, and what is none is said to be none. */

import { describe, expect, it } from "vitest";
import type { MigrationRecord } from "../../lib/core/history.ts";
import { readLedger } from "../../lib/migrations/ledger-reading.ts";
import { LEDGER_KINDS } from "../../lib/migrations/ledgers/registry.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { freshDatabase } from "../support/postgres.ts";
import { ensureRoles } from "../support/roles.ts";

describe("a ledger", () => {
  const LEDGER = "CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY)";

  async function read(
    setUp: string,
    name?: string,
    role?: string,
    layout = "dbmate",
    migrations: MigrationRecord[] = [],
  ) {
    const database = await freshDatabase();
    try {
      await database.sql(setUp);
      const session = await openSession(role === undefined ? database.endpoint : { ...database.endpoint, user: role });
      try {
        return await readLedger(session, layout, migrations, name);
      } finally {
        await session.close();
      }
    } finally {
      await database.drop();
    }
  }

  it("that is not there is absent", async () => {
    expect(await read("")).toMatchObject({ found: "absent" });
  });

  it("is found in whatever schema it stands, and by the name it was given", async () => {
    expect(await read(`CREATE SCHEMA ops; SET search_path = ops; ${LEDGER}`)).toMatchObject({
      table: "ops.schema_migrations",
    });
    const renamed = `${LEDGER}; ALTER TABLE schema_migrations RENAME TO "Done"; INSERT INTO "Done" VALUES ('1')`;
    expect(await read(renamed, "Done")).toMatchObject({ found: "read", entries: [{ id: "1" }] });
  });

  it("of which there are several is not guessed", async () => {
    await expect(read(`${LEDGER}; CREATE SCHEMA b; SET search_path = b; ${LEDGER}`)).rejects.toThrow(
      /several ledgers of dbmate, Rails and Ecto: b\.schema_migrations, public\.schema_migrations; name one/,
    );
  });

  it("of Sqitch tells the deployments of a change that was reworked apart, and its project from others", async () => {
    const known = (id: string): MigrationRecord => ({
      ...{
        id,
        name: id,
        group: "shop",
        file: null,
        checksum: null,
        replaces: [],
        needs: [],
        repeatable: false,
        effects: [],
      },
    });
    const changes = ["users@v1.0", "orders", "users"].map(known);
    const registry = `CREATE TABLE changes (change_id text, script_hash text, change text, project text, committed_at timestamptz);
      INSERT INTO changes VALUES ('3', 'c', 'users', 'shop', '2024-01-03'), ('1', 'a', 'users', 'shop', '2024-01-01'),
        ('2', 'b', 'orders', 'shop', '2024-01-02'), ('4', 'd', 'orders', 'blog', '2024-01-04')`;
    expect(await read(registry, undefined, undefined, "sqitch", changes)).toMatchObject({
      table: "public.changes",
      entries: [
        { id: "users@v1.0", checksum: "a" },
        { id: "orders", checksum: "b" },
        { id: "users", checksum: "c" },
      ],
    });
    // A history that was replayed before projects were told apart knows of none.
    const nameless = changes.map((each) => ({ ...each, group: null }));
    const { entries } = (await read(registry, undefined, undefined, "sqitch", nameless)) as { entries: unknown };
    expect(entries).toHaveLength(4);
  });

  it("of another shape is said to be so", async () => {
    expect(await read("CREATE TABLE schema_migrations (id int)")).toMatchObject({
      found: "unreadable",
      reason: "it has no column version",
    });
  });

  it("of whatever tool, with nothing but texts in it, is read or said to be strange", async () => {
    const database = await freshDatabase();
    try {
      for (const [at, { columns, tables, layouts, title }] of LEDGER_KINDS.entries()) {
        const table = `s${at}."${tables[0]}"`;
        const texts = columns.map(() => "E'\\u001b[2J'';--'").join(", ");
        await database.sql(
          `CREATE SCHEMA s${at}; CREATE TABLE ${table} (${columns.map((column) => `"${column}" text`).join(", ")});
           INSERT INTO ${table} DEFAULT VALUES; INSERT INTO ${table} VALUES (${texts})`,
        );
        const session = await openSession(database.endpoint);
        const found = await readLedger(session, layouts[0] ?? "", [], `s${at}.${tables[0]}`).finally(() =>
          session.close(),
        );
        expect(["read", "unreadable"], title).toContain(found.found);
        if (found.found === "unreadable") expect(found.remedy).toContain(title);
      }
    } finally {
      await database.drop();
    }
  });

  it("that may not be read names the GRANT", async () => {
    await ensureRoles();
    const found = await read(`${LEDGER}; REVOKE ALL ON schema_migrations FROM PUBLIC`, undefined, "watcher");
    expect(found).toMatchObject({
      found: "unreadable",
      remedy: expect.stringMatching(
        /^GRANT USAGE ON SCHEMA "public" TO "watcher"; GRANT SELECT ON "public"."schema_migrations" TO "watcher"$/,
      ),
    });
  });
});
