/** Law 3 by the book: what the pages on ALTER, COMMENT and GRANT allow, each found once and taken back. `RUNS=all` does it again, `MAJORS=15,18` on others. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Snapshot } from "../../lib/core/snapshot.ts";
import type { EmbeddedServer } from "../../lib/postgres/embedded.ts";
import { differences } from "../support/differences.ts";
import { startMajor } from "../support/majors.ts";
import { ensureRoles } from "../support/roles.ts";
import { verdictOn } from "../support/verdict.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";
import { RENAMING_STATEMENTS } from "./renaming-statements.ts";
import { STATEMENTS } from "./statements.ts";
import { schemaOn } from "./statements-schema.ts";

const MAJORS = (process.env.MAJORS ?? "18").split(",").map(Number);

describe.each(MAJORS)("on PostgreSQL %i", (major) => {
  let server: EmbeddedServer;
  let database: WatchedDatabase;
  let expected: Snapshot;
  let left: Snapshot | undefined;

  beforeAll(async () => {
    server = await startMajor(major);
    await ensureRoles(server);
    database = await watchedDatabase(server);
    await database.sql(schemaOn(major));
    expected = await database.reread();
  });
  afterAll(async () => {
    await database.drop();
    await server.stop();
  });

  const put = async (to: Snapshot, from: Snapshot, how: string): Promise<Snapshot> => {
    const { statements, manual } = verdictOn(to, from).remediation;
    expect.soft(manual, how).toEqual([]);
    const text = statements.map(({ sql }) => sql).join(";\n");
    await database.run(statements.map(({ sql }) => sql)).catch((cause: Error) => {
      throw new Error(`${how}: ${cause.message}\n${text}`);
    });
    const reached = await database.reread();
    expect.soft(differences(to, reached), `${how}:\n${text}`).toEqual([]);
    return reached;
  };

  it.each([...STATEMENTS, ...RENAMING_STATEMENTS].filter(({ since = 14 }) => since <= major))(
    "$sql",
    async ({ sql, code }) => {
      if (left) expected = await put(expected, left, "what the case before has left");
      left = undefined;
      await database.sql(sql);
      const actual = await database.reread();
      left = actual;
      const { findings } = verdictOn(expected, actual);
      expect.soft(findings.map((finding) => finding.code)).toEqual([code]);
      // The same schema, made of what there is now: that proves what has another name next.
      expected = await put(expected, actual, "taken back");
      left = undefined;
      if (process.env.RUNS !== "all") return;
      expected = await put(expected, await put(actual, expected, "done again"), "taken back again");
    },
  );
});
