/** An acceptance that dies on its way leaves who wanted it and why, and is carried out by doing it again. */

import { afterEach, beforeEach, expect, it } from "vitest";
import { observedFingerprint } from "../../lib/config/storage.ts";
import { directoryArchive } from "../../lib/local/archive.ts";
import { accept } from "../../lib/monitor/accept.ts";
import type { Archive } from "../../lib/monitor/ports.ts";
import { renderHistory } from "../../lib/report/history.ts";
import { type Watch, watch } from "../support/monitoring.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { aTarget } from "../support/target.ts";

let database: FreshDatabase;
let world: Watch;

beforeEach(async () => {
  database = await freshDatabase();
  await database.sql("CREATE SCHEMA app; CREATE TABLE app.users (id int)");
  world = watch(database.url);
});
afterEach(async () => {
  world.end();
  await database.drop();
});

const acceptance = (stored: string) => ({
  fingerprint: observedFingerprint(stored) ?? "",
  by: "ada",
  why: "release 42",
});
const history = () => renderHistory({ target: "orders", ...world.state()! }, { colour: false });

/** Ends as a process does that is killed, before or after the expected snapshot is written. */
const dying = (archive: Archive, after: boolean): Archive => ({
  ...archive,
  writeExpected: async (target, file) => {
    if (after) await archive.writeExpected(target, file);
    throw new Error("killed");
  },
});

it.each([false, true])(
  "killed (the expected snapshot written: %s), is told as one that was not carried out",
  async (after) => {
    const archive = directoryArchive(world.directory);
    const { stored } = await world.check();
    const asked = acceptance(stored.observed ?? "");
    await expect(accept(aTarget(), { ...world.ports, archive: dying(archive, after) }, asked)).rejects.toThrow(
      "killed",
    );
    expect(world.state()?.decisions).toMatchObject([
      { verb: "accepted", by: "ada", why: "release 42", carriedOut: false },
    ]);
    expect(history()).toMatch(/ada accepted [0-9a-f]{16}, which was not carried out to its end: release 42/);

    await accept(aTarget(), { ...world.ports, archive }, asked);
    expect(world.state()?.decisions.map((decision) => "carriedOut" in decision && decision.carriedOut)).toEqual([
      true,
      false,
    ]);
    expect(await world.check()).toMatchObject({ status: "IN_SYNC" });
  },
);

it("is carried out once, and says so", async () => {
  const { stored } = await world.check();
  const asked = acceptance(stored.observed ?? "");
  const accepted = await accept(aTarget(), { ...world.ports, archive: directoryArchive(world.directory) }, asked);
  expect(world.state()?.decisions).toEqual([accepted]);
  expect(accepted).toMatchObject({ carriedOut: true });
  expect(history()).toMatch(/ada accepted [0-9a-f]{16}: release 42/);
});
