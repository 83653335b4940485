/** What is asked once for all kinds: a kind that is said to have no objects has none, and its own query says so, too. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Kind } from "../../lib/core/registered.ts";
import type { Session } from "../../lib/core/session.ts";
import { EVERYTHING, majorOf } from "../../lib/core/snapshot.ts";
import { readServer } from "../../lib/engine/introspection/server.ts";
import { survey } from "../../lib/engine/introspection/survey.ts";
import { takeSnapshot } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { RICH_SCHEMA } from "../support/schemas/rich.ts";

const kinds = KINDS.asked(EVERYTHING).all;
const surveyed = kinds.filter(({ someOf }) => someOf !== undefined);
let database: FreshDatabase;
let session: Session;
beforeAll(async () => {
  database = await freshDatabase();
  session = await openSession(database.endpoint);
});
afterAll(async () => {
  await session.close();
  await database.drop();
});

const rowsOf = async ({ query }: Kind): Promise<number> =>
  session.read(query?.({ major: majorOf(await readServer(session)) }, () => "true") ?? "", () => {});

const contradicted = async (absent: ReadonlySet<string>): Promise<string[]> => {
  const found: string[] = [];
  for (const kind of surveyed) if (absent.has(kind.name) && (await rowsOf(kind)) > 0) found.push(kind.name);
  return found;
};

describe("the survey", () => {
  it("finds a new database without what most have not, and their queries find nothing either", async () => {
    const { absent, large } = await survey(session, kinds);
    expect([...absent].sort()).toEqual(surveyed.map(({ name }) => name).sort());
    expect(surveyed.length).toBeGreaterThan(30);
    expect(await contradicted(absent)).toEqual([]);
    expect(large).toBe(false);
  });

  it("finds each kind that has an object, as soon as it has one", async () => {
    const { absent: before } = await survey(session, kinds);
    for (const part of RICH_SCHEMA) {
      await database.sql(part);
      expect(await contradicted((await survey(session, kinds)).absent)).toEqual([]);
    }
    const { absent } = await survey(session, kinds);
    expect(before.size - absent.size).toBeGreaterThan(15);
    const there = new Set(
      [...(await takeSnapshot(database.url)).objects.keys()].map((address) => address.split(":")[0]),
    );
    expect(surveyed.filter(({ name }) => there.has(name) && absent.has(name))).toEqual([]);
  });

  it("calls a database large that is worth a second connection", async () => {
    await database.sql(
      "DO $$ BEGIN FOR n IN 1 .. 1001 LOOP EXECUTE format('CREATE VIEW many_%s AS SELECT 1 AS one', n); END LOOP; END $$",
    );
    expect(await survey(session, kinds)).toMatchObject({ large: true });
  });
});
