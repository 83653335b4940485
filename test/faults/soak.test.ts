/**
 * The soak, a short one: `npm run test:soak` makes a thousand checks of fifty databases. Others with CHECKS=, DATABASES=,
 * SEED=. And that it finds a monitor that is broken on purpose.
 */

import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../lib/core/report.ts";
import type { TargetState } from "../../lib/core/target-state.ts";
import type { Alert, Ports } from "../../lib/monitor/ports.ts";
import type { FreshDatabase } from "../support/postgres.ts";
import { ensureRoles } from "../support/roles.ts";
import { live, randomFrom, type Step, soak } from "./soak.ts";
import { PASSWORD, reading, type Sabotage, Watched } from "./soak-world.ts";

const SEED = Number(process.env.SEED ?? 8);
const CHECKS = Number(process.env.CHECKS ?? 40);
const DATABASES = Number(process.env.DATABASES ?? 3);
const MIB = 1 << 20;
/** What a check may take on a slow machine; what is not done by then is not made. */
const EACH_MS = 3_000;
const PATIENCE_MS = 60_000 + (CHECKS + 4 * DATABASES) * EACH_MS;

const databases: FreshDatabase[] = [];
beforeAll(async () => {
  await ensureRoles();
  while (databases.length < DATABASES) databases.push(await Watched.database());
}, PATIENCE_MS);

it(`each is told what the model says, and memory stays: SEED=${SEED}`, {
  timeout: PATIENCE_MS + 60_000 + DATABASES * 2 * EACH_MS,
}, async () => {
  const began = Date.now();
  const options = { checks: CHECKS, seed: SEED, until: began + PATIENCE_MS };
  const { checks, faults, alerts, wrong, memory } = await soak(databases, options);
  console.log(
    `${checks} checks of ${DATABASES} databases, ${faults} of them under a fault, ${alerts} alerts; SEED=${SEED}; ` +
      `${Math.round((Date.now() - began) / 1_000)} s; ` +
      `${Math.round(memory.early / MIB)} MiB in use after a third, ${Math.round(memory.late / MIB)} MiB at the end`,
  );
  expect(wrong).toEqual([]);
  expect(checks).toBe(CHECKS);
  expect(faults).toBeGreaterThan(CHECKS / 6);
  expect(alerts).toBeGreaterThan(CHECKS / 4);
  expect(memory.late - memory.early).toBeLessThan(12 * MIB);
});

describe("a monitor is found out that", () => {
  const publishing = (publish: (ports: Ports) => Ports["alerts"]["publish"]): Sabotage => ({
    ports: (ports) => ({ alerts: { publish: publish(ports) } }),
  });
  const remembering = (change: (state: TargetState) => TargetState): Sabotage => ({
    ports: ({ states }) => ({
      states: { read: states.read, write: (target, state, version) => states.write(target, change(state), version) },
    }),
  });
  const telling = (change: (alert: Alert) => Alert): Sabotage =>
    publishing(
      ({ alerts }) =>
        (target, alert, ...rest) =>
          alerts.publish(target, change(alert), ...rest),
    );
  const seeing = (change: (report: Report) => Report): Sabotage => ({ report: change });

  const X = "column.added column:app.t.x";
  const T_A = "index.removed index:app.t.t_a";
  const V = "view.definition.altered view:app.v";
  const LIFE: readonly Step[] = [
    { fault: null },
    { drift: [X], fault: null },
    { drift: [T_A], fault: "publish" },
    { fault: "damage" },
    { fault: null },
    { fault: "open" },
    { fault: "closed pg_index" },
    { drift: [X, T_A], fault: null },
    { fault: "closed pg_policy" },
    { drift: [V], fault: null },
    { drift: [X], fault: null },
  ];

  let origin: Watched;
  beforeAll(async () => {
    origin = await new Watched(databases[0]!, randomFrom(0)).begin();
  });
  afterAll(() => origin.end());

  it("not, if it is whole", async () => expect(await live(origin, LIFE, {})).toEqual([]));

  it.each<[string, Sabotage, RegExp]>([
    [
      "drops an alert",
      publishing(({ alerts }) => {
        let sent = 0;
        return async (...alert) => (sent++ === 0 ? { takenBy: [], failure: null } : alerts.publish(...alert));
      }),
      /^no fault: told \[\], not \[\{/,
    ],
    [
      "sends an alert twice",
      publishing(({ alerts }) => {
        let sent = 0;
        return async (...alert) => {
          if (sent++ === 0) await alerts.publish(...alert);
          return alerts.publish(...alert);
        };
      }),
      /^no fault: told \[\{.*\},\{/,
    ],
    [
      "keeps an alert for the next time",
      publishing(({ alerts }) => {
        let kept: Parameters<typeof alerts.publish> | undefined;
        return async (...alert) => {
          const before = kept;
          kept = alert;
          return before ? alerts.publish(...before) : { takenBy: [], failure: null };
        };
      }),
      /: told /,
    ],
    ["leaves a finding out", telling((alert) => ({ ...alert, appeared: alert.appeared.slice(1) })), /: told /],
    [
      "tells of one that was told",
      telling((alert) => ({ ...alert, appeared: [...alert.appeared, ...alert.disappeared] })),
      /: told /,
    ],
    [
      "forgets an alert before it is sent",
      remembering((state) => ({ ...state, outbox: [] })),
      /publish: yet to be sent \[\], not \[\{/,
    ],
    [
      "does not note that an alert was sent",
      {
        ports: ({ states }) => {
          let outbox: TargetState["outbox"] = [];
          return {
            states: {
              read: states.read,
              write: (target, state, version) => {
                outbox = state.outbox.length > 0 ? state.outbox : outbox;
                return states.write(target, { ...state, outbox }, version);
              },
            },
          };
        },
      },
      /: yet to be sent \[\{.*, not \[\]/,
    ],
    [
      "closes an incident that is not over",
      remembering((state) => ({ ...state, incident: null })),
      /: incident \[\], not /,
    ],
    ["forgets what it has told", remembering((state) => ({ ...state, told: [] })), /: noted as told \[\], not /],
    [
      "keeps an incident that is over",
      {
        ports: ({ states }) => {
          let incident: TargetState["incident"] = null;
          return {
            states: {
              read: states.read,
              write: (target, state, version) => {
                incident = state.incident ?? incident;
                return states.write(target, { ...state, incident }, version);
              },
            },
          };
        },
      },
      /^no fault: incident \[.*\], not \[\]/,
    ],
    [
      "takes a damaged state for none",
      {
        ports: ({ states, snapshots }) => ({
          states: {
            read: async (target) => {
              const known = await states.read(target).catch(() => null);
              if (known === null)
                rmSync(join(dirname(snapshots.expectedLocation(target)), "state.json"), { force: true });
              return known;
            },
            write: states.write,
          },
        }),
      },
      /^damage: .*a damaged state was written over/,
    ],
    [
      "takes what it may not read for empty",
      {
        ports: ({ databases }) => ({
          databases: {
            open: async (login) =>
              reading(await databases.open(login), (read) =>
                read().catch((error: { readonly sqlstate?: string }) => {
                  if (error.sqlstate !== "42501") throw error;
                  return 0;
                }),
              ),
          },
        }),
      },
      /^closed pg_index: .*reported DRIFTED: .*table\.removed/,
    ],
    [
      "says IN_SYNC of a kind that it could not read",
      seeing((report) => (report.status === "INCOMPLETE" ? { ...report, status: "IN_SYNC" } : report)),
      /^closed pg_\w+: .*reported IN_SYNC/,
    ],
    [
      "says IN_SYNC where it could not look",
      seeing((report) => (report.status === "ERROR" ? { ...report, status: "IN_SYNC" } : report)),
      /^publish: .*reported IN_SYNC/,
    ],
    [
      "sends no metric",
      { ports: ({ metrics }) => ({ metrics: { record: (target, it) => it.findings && metrics.record(target, it) } }) },
      /: measured \[\], not \[0\]/,
    ],
    [
      "prints the secret",
      {
        ports: ({ credentials }) => ({
          credentials: {
            read: async (target, fresh) => {
              const login = await credentials.read(target, fresh);
              console.debug(`${target.id}: ${login.user}:${login.password}`);
              return login;
            },
          },
        }),
      },
      /: the password was printed$/,
    ],
    [
      "stores the secret",
      {
        ports: ({ reports }) => ({
          reports: {
            ...reports,
            write: (target, report) => reports.write(target, { ...report, notes: [`as watcher:${PASSWORD}`] }),
          },
        }),
      },
      /: the password was written$/,
    ],
  ])("%s", async (_what, sabotage, line) => {
    expect((await live(origin, LIFE, sabotage)).join("; ")).toMatch(line);
  });
});
