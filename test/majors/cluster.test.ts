/** Law 2 across majors on what belongs to no database alone: roles, settings, the database itself, tablespaces. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { fingerprint, remediate, type Snapshot } from "../../lib/index.ts";
import type { EmbeddedServer } from "../../lib/postgres/embedded.ts";
import { CLUSTER, MODELLED_CLUSTER, makeTablespace } from "../support/cluster.ts";
import { differences } from "../support/differences.ts";
import { startMajors } from "../support/majors.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";

/** Names that somebody once thought nobody would give. */
const HOSTILE = [
  'a"b',
  "dot.ted",
  "back\\slash",
  "it's",
  "$$",
  "select",
  "Upper",
  "upper",
  " ",
  "é".repeat(31),
  "\u202e",
  "%I",
];
/** Rights on parameters came with 15. */
const SINCE_15 = /^GRANT .* ON PARAMETER .*$/gm;

interface Cluster {
  readonly server: EmbeddedServer;
  readonly database: WatchedDatabase;
  readonly nothing: Snapshot;
  readonly whole: Snapshot;
}

let clusters: readonly Cluster[];

beforeAll(async () => {
  clusters = await Promise.all((await startMajors()).map(built));
});

afterAll(async () => {
  for (const { server, database } of clusters) {
    await database.drop();
    await server.stop();
  }
});

async function built(server: EmbeddedServer): Promise<Cluster> {
  const database = await watchedDatabase(server, CLUSTER);
  const nothing = await database.snapshot();
  await makeTablespace(database, 'Other "disk"');
  await database.sql(server.major < 15 ? MODELLED_CLUSTER.replaceAll(SINCE_15, "") : MODELLED_CLUSTER);
  for (const [at, name] of HOSTILE.entries()) await database.sql(underName(name, HOSTILE[at - 1]));
  return { server, database, nothing, whole: await database.snapshot() };
}

/** A role of the name with all that a role can have, the one before it among its members. */
const underName = (name: string, before = "plain"): string => `
  DO $do$ DECLARE name text := convert_from('\\x${Buffer.from(name).toString("hex")}', 'UTF8');
                  before text := convert_from('\\x${Buffer.from(before).toString("hex")}', 'UTF8'); BEGIN
    EXECUTE format('CREATE ROLE %I LOGIN CONNECTION LIMIT 2', name);
    EXECUTE format('COMMENT ON ROLE %I IS %L', name, name);
    EXECUTE format('GRANT %I TO %I', name, before);
    EXECUTE format('ALTER ROLE %I SET search_path = %I, public', name, name);
    EXECUTE format('ALTER ROLE %I IN DATABASE %I SET application_name = %L', name, current_database(), name);
    EXECUTE format('GRANT CREATE ON DATABASE %I TO %I', current_database(), name);
  END $do$`;

/** Without what 14 does not know. */
const known = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  objects: new Map([...snapshot.objects].filter(([address]) => !/^(grant:)?parameter[:.]/.test(address))),
});

it("the same cluster has one fingerprint on every major", () => {
  const [oldest, ...others] = clusters;
  if (!oldest) throw new Error("no server");
  expect(oldest.whole.unmodelled).toEqual([]);
  for (const { server, whole } of others) {
    expect.soft(differences(known(oldest.whole), known(whole)), `${server.major}`).toEqual([]);
    expect.soft(fingerprint(known(whole)), `${server.major}`).toBe(fingerprint(known(oldest.whole)));
  }
  const since15 = new Set(others.map(({ whole }) => fingerprint(whole)));
  expect(since15.size).toBe(1);
});

it("is taken down to nothing on every major, and built from nothing", async () => {
  for (const { server, database, nothing, whole } of clusters) {
    await database.run(remediate(nothing, whole).statements.map(({ sql }) => sql));
    expect.soft(differences(nothing, await database.snapshot()), `${server.major}`).toEqual([]);
    const { statements, manual } = remediate(whole, nothing);
    expect.soft(manual, `${server.major}`).toEqual([]);
    await database.run(statements.map(({ sql }) => sql));
    expect.soft(differences(whole, await database.snapshot()), `${server.major}`).toEqual([]);
  }
});
