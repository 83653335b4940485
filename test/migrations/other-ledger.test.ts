/** Migrations that were taken for those of one tool, and the ledger of another that has them. */

import { describe, expect, it } from "vitest";
import { ledgerFindings } from "../../lib/migrations/findings.ts";
import { judge } from "../../lib/migrations/incidents.ts";
import { migration } from "../../lib/migrations/layout.ts";
import { readLedger } from "../../lib/migrations/ledger-reading.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { renderLedger } from "../../lib/report/ledger.ts";
import { freshDatabase } from "../support/postgres.ts";

const TABLE = `CREATE TABLE _sqlx_migrations (version bigint PRIMARY KEY, description text NOT NULL,
  installed_on timestamptz NOT NULL DEFAULT now(), success boolean NOT NULL, checksum bytea NOT NULL, execution_time bigint NOT NULL)`;

describe("a ledger", () => {
  it("that another tool has kept of these very migrations is named, and what to do", async () => {
    const migrations = ["20240101120000", "20240102120000"].map((id) => ({
      ...migration({ id, name: `${id}_m.up.sql`, script: "" }),
      effects: [],
    }));
    const database = await freshDatabase();
    const session = await openSession(database.endpoint);
    try {
      const row = (version: string) => `INSERT INTO _sqlx_migrations VALUES (${version}, 'm', now(), true, '\\x00', 1)`;
      await database.sql(`${TABLE}; ${row("20240101120000")}`);
      const ledger = await readLedger(session, "golang-migrate", migrations);
      expect(ledger).toMatchObject({ found: "absent", other: { table: "public._sqlx_migrations", layouts: ["sqlx"] } });
      const history = { layout: "golang-migrate", start: [], migrations };
      const report = judge(history, ledger, { objects: new Map(), sees: () => true, holders: () => [] });
      expect(ledgerFindings(report)).toMatchObject([
        { code: "migration.ledger-absent", why: expect.stringMatching(/recorded by sqlx: replay with --layout sqlx$/) },
      ]);
      expect(renderLedger(report, { colour: false, width: 200 })).toContain(
        "no ledger of golang-migrate, and public._sqlx_migrations of sqlx has these migrations: replay with --layout sqlx",
      );
      const plain = migrations.map((each) => ({ ...each, id: `${each.id}_m` }));
      await expect(readLedger(session, "plain", plain)).rejects.toThrow(
        /layout plain, and public\._sqlx_migrations of sqlx has them; replay with --layout sqlx$/,
      );
      // One that these are not all of is somebody else's.
      await database.sql(row("20230101120000"));
      expect(await readLedger(session, "golang-migrate", migrations)).toEqual({
        ...{ found: "absent", kind: "golang-migrate" },
      });
      await expect(readLedger(session, "plain", plain)).rejects.toThrow(/no ledger is known for .*; replay with the/);
    } finally {
      await session.close();
      await database.drop();
    }
  });
});
