/** Faults between the monitor and PostgreSQL, a part of those of `npm run test:faults`; and that the harness counts. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DriftwatchError } from "../../lib/core/errors.ts";
import { CONNECTION } from "./connection.ts";
import { IN_POSTGRES } from "./families.ts";
import type { Flaw } from "./judge.ts";
import { PASSWORD, type Scene } from "./scenes.ts";
import { testFaults } from "./suite.ts";
import { Tally } from "./tally.ts";
import { type Conditions, tryScene } from "./trial.ts";

const stage = testFaults(IN_POSTGRES);

/** The first call is for `first`, the others for `then`. */
const once = <A extends unknown[], R>(first: () => R, then: (...given: A) => R): ((...given: A) => R) => {
  let called = false;
  return (...given) => {
    if (called) return then(...given);
    called = true;
    return first();
  };
};

describe("the harness", () => {
  const scene = (name: string): Scene => {
    const found = stage().scenes.find((it) => it.name === name);
    if (!found) throw new Error(`there is no scene "${name}"`);
    return found;
  };

  it("finds nothing where there is no fault", async () => {
    for (const it of stage().scenes) expect((await tryScene(stage(), it)).flaws, it.name).toEqual([]);
  });

  it.each<[Flaw, string, Conditions]>([
    [
      ...(["wrong", "opened"] as const),
      { check: async (world, options) => ({ ...(await world.check(options)), status: "IN_SYNC", findings: [] }) },
    ],
    ["wrong", "in sync", { check: async (world, options) => ({ ...(await world.check(options)), status: "DRIFTED" }) }],
    [
      ...(["lost", "opened"] as const),
      { ports: () => ({ alerts: { publish: async () => ({ takenBy: [], failure: null }) } }) },
    ],
    [
      ...(["doubled", "changed"] as const),
      {
        ports: ({ alerts }) => ({
          alerts: {
            publish: async (...alert) => {
              await alerts.publish(...alert);
              return alerts.publish(...alert);
            },
          },
        }),
      },
    ],
    [
      ...(["corrupted", "still"] as const),
      {
        ports: ({ states }) => ({
          states: {
            ...states,
            write: (target, state, version) => states.write(target, { ...state, told: [] }, version),
          },
        }),
      },
    ],
    [
      ...(["wrong", "in sync, unmoved"] as const),
      // IN_SYNC, though a kind was not read.
      {
        closed: true,
        check: async (world, options) => {
          await stage().databases.mended?.sql("REVOKE SELECT ON pg_policy FROM PUBLIC");
          const report = await world.check(options);
          await stage().databases.mended?.sql("GRANT SELECT ON pg_policy TO PUBLIC");
          expect(report.status).toBe("INCOMPLETE");
          return { ...report, status: "IN_SYNC" };
        },
      },
    ],
    [
      ...(["lost", "opened"] as const),
      // The state says that it was sent, and then it is not.
      {
        ports: ({ states, alerts }) => ({
          states: {
            ...states,
            write: (target, state, version) => states.write(target, { ...state, outbox: [] }, version),
          },
          alerts: {
            publish: once(
              async () => ({ takenBy: [], failure: new DriftwatchError("alert-undelivered", "not now", "later") }),
              alerts.publish,
            ),
          },
        }),
      },
    ],
    [
      ...(["corrupted", "still, unmoved"] as const),
      {
        ports: ({ states }) => ({
          states: {
            ...states,
            write: (target, state, version) => states.write(target, { ...state, incident: null }, version),
          },
        }),
      },
    ],
    [
      ...(["leaked", "opened"] as const),
      {
        check: async (world, options) => {
          process.stderr.write(`could not connect to postgres://watcher:${PASSWORD}@db\n`);
          return world.check(options);
        },
      },
    ],
    [
      ...(["leaked", "in sync"] as const),
      {
        check: async (world, options) => {
          writeFileSync(join(world.directory, "log"), `postgres://watcher:${PASSWORD}@db`);
          return world.check(options);
        },
      },
    ],
  ])("counts what is %s, %s", async (flaw, name, conditions) => {
    const counted = new Tally();
    counted.add({ fault: flaw, place: name }, await tryScene(stage(), scene(name), conditions));
    expect(counted.flaws[flaw]).toBeGreaterThan(0);
    expect(counted.details[0]).toContain(flaw === "leaked" ? "secrets leaked" : flaw);
    expect(counted.details.join()).not.toContain(PASSWORD);
  });

  it("strikes where it is told to: every message of a check, once", async () => {
    const places = (await CONNECTION.trials(stage())).filter(
      ({ fault }) => fault === "connection cut at a message from the server",
    );
    expect(new Set(places.map(({ place }) => place)).size).toBe(places.length);
    expect(places.length).toBeGreaterThan(5_000);
  });
});
