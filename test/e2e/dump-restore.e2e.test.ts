/** Law 2: a schema that was dumped with pg_dump and restored with psql has the fingerprint of the original. */

import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { diff, fingerprint, type Snapshot } from "../../lib/index.ts";
import { ensureRoles } from "../support/roles.ts";
import { FORGOTTEN_BY_DUMPS, MODELLED_SCHEMA } from "../support/schemas/modelled.ts";
import { RICH_SCHEMA } from "../support/schemas/rich.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";

const run = promisify(execFile);

/** pg_dump of the server's major; newer ones say what older servers do not understand. */
async function hasMatchingDump(): Promise<boolean> {
  const version = await run("pg_dump", ["--version"]).then(
    ({ stdout }) => stdout,
    () => "",
  );
  return new RegExp(` ${inject("server").major}\\.`).test(version);
}

describe.runIf(await hasMatchingDump())("law 2: dump and restore", () => {
  let directory: string;
  const databases: WatchedDatabase[] = [];

  beforeAll(async () => {
    await ensureRoles();
    directory = await mkdtemp(join(tmpdir(), "driftwatch-dump-"));
  });

  afterAll(async () => {
    for (const database of databases) await database.drop();
    await rm(directory, { recursive: true });
  });

  const open = async (): Promise<WatchedDatabase> => {
    const database = await watchedDatabase();
    databases.push(database);
    return database;
  };

  async function restored(from: WatchedDatabase, forgotten: string): Promise<WatchedDatabase> {
    const file = join(directory, `${from.name}.sql`);
    // With the data: large objects are, and what is granted and said about them comes along only then.
    await run("pg_dump", ["--file", file, from.url]);
    const to = await open();
    // A dump creates "public" with its comment only where it differs.
    await run("psql", ["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--file", file, to.url]);
    await to.sql(forgotten);
    return to;
  }

  const differences = (expected: Snapshot, actual: Snapshot) =>
    diff(expected, actual).map((change) =>
      change.verb === "altered"
        ? `${change.address} ${change.attribute}: ${JSON.stringify(change.from)} → ${JSON.stringify(change.to)}`
        : `${change.address} ${change.verb}`,
    );

  it.each([
    ["a bit of everything", RICH_SCHEMA, ""],
    ["every kind", [MODELLED_SCHEMA], FORGOTTEN_BY_DUMPS],
  ])(
    "of %s, twice over",
    async (_name, parts, forgotten) => {
      const first = await open();
      for (const part of parts) await first.sql(part);
      const expected = await first.snapshot();
      const second = await restored(first, forgotten);
      const once = await second.snapshot();
      expect(differences(expected, once)).toEqual([]);
      expect(fingerprint(once)).toBe(fingerprint(expected));
      const third = await restored(second, forgotten);
      expect(differences(expected, await third.snapshot())).toEqual([]);
    },
    120_000,
  );
});
