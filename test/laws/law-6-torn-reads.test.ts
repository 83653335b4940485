/** Law 6: what PostgreSQL answers while DDL runs leads to a new reading, and after the last one to nothing but INCOMPLETE. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Row, Session } from "../../lib/core/session.ts";
import { fingerprint } from "../../lib/index.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { watch } from "../support/monitoring.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { snapshotBy } from "../support/sessions.ts";

let database: FreshDatabase;
let print: string;

beforeAll(async () => {
  database = await freshDatabase();
  await database.sql(`
    CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t WHERE a > 1;
    CREATE POLICY p ON t USING (a > 1); CREATE INDEX i ON t (abs(a)) WHERE a > 1;
    CREATE FUNCTION fail(code text) RETURNS int LANGUAGE plpgsql AS
      'BEGIN RAISE EXCEPTION ''in the way'' USING ERRCODE = code; END'`);
  print = await withSession(async (session) => fingerprint(await snapshotBy(session)));
});

afterAll(() => database.drop());

async function withSession<T>(work: (session: Session) => Promise<T>): Promise<T> {
  const session = await openSession(database.endpoint);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** What happens to a statement: another one in its place, or other rows. */
interface Disturbance {
  readonly sql?: string;
  readonly row?: (row: Row) => Row;
}

/** A session in which something gets in the way of the reading of views, so many times. */
function disturbed(session: Session, times: number, { sql, row = (same) => same }: Disturbance): Session {
  let left = times;
  return {
    close: () => session.close(),
    read: (asked, onRow, options) => {
      if (!asked.includes("pg_get_viewdef") || left === 0) return session.read(asked, onRow, options);
      left -= 1;
      return session.read(sql ?? asked, (read) => onRow(row(read)), options);
    },
  };
}

const withoutDefinition = (row: Row): Row => ({ ...row, definition: null });

const DISTURBANCES: readonly [string, Disturbance][] = [
  ...["XX000", "55P03", "57014", "40001", "40P01", "42P01", "42704", "42883"].map((code): [string, Disturbance] => [
    code,
    { sql: `SELECT public.fail('${code}')` },
  ]),
  ["NULL", { row: withoutDefinition }],
];

describe.each(DISTURBANCES)("law 6: %s in the way", (what, disturbance) => {
  it("once, and everything is read again", async () => {
    await withSession(async (session) => {
      expect(fingerprint(await snapshotBy(disturbed(session, 1, disturbance)))).toBe(print);
    });
  });

  it("each time, and there is no snapshot, but the reason why", async () => {
    await withSession(async (session) => {
      await expect(snapshotBy(disturbed(session, 5, disturbance), { tries: 2 })).rejects.toMatchObject({
        code: "catalogue-moving",
        message: expect.stringContaining(what),
      });
    });
  });
});

it("law 6: the check is INCOMPLETE, and says what was in the way", async () => {
  const world = watch(database.url, () => ({
    databases: { open: async (login) => disturbed(await openSession(login), 100, { row: withoutDefinition }) },
  }));
  try {
    const report = await world.check();
    expect(report).toMatchObject({ status: "INCOMPLETE", findings: [], error: { code: "catalogue-moving" } });
    expect(report.summary).toMatch(/view.*NULL/);
    expect(world.published).toEqual([]);
  } finally {
    world.end();
  }
});
