/** The time of the function runs out: at each call to the world, and at each answer of the server. */

import { setTimeout as wait } from "node:timers/promises";
import { withCalls } from "./calls.ts";
import type { Scene, Stage } from "./scenes.ts";
import { type Conditions, type Family, type Trial, trafficOf, tryScene } from "./trial.ts";
import { drip } from "./wire-proxy.ts";

/** Enough for a check that nothing keeps waiting. */
const LIMIT_MS = 1_200;

const CALL = "time runs out at a call to the world";
const ANSWER = "time runs out while the server is silent";

const AHEAD = "time runs out at a call, and the clock was a year ahead";
const LATE = "every answer comes late, from a message on";
const DRIP = "every answer comes byte by byte, from a message on";
/** Between two bytes. */
const BYTE_MS = 2;
/** No answer is too late by itself. */
const LATE_MS = 80;
const YEAR_MS = 365 * 24 * 3_600_000;

const within = { check: (world, options) => world.check({ ...options, limitMs: LIMIT_MS }) } satisfies Conditions;

const forever = () => new Promise<never>(() => undefined);

const late = (bytes: Buffer) => wait(LATE_MS, bytes);

/** A call that never comes back, of the check under the fault alone. */
function stalledCall(at: number, aheadMs = 0): Conditions {
  let over = false;
  return {
    ports: (local) => ({
      ...withCalls(local, ({ number, make }) => (number === at && !over ? forever() : make())),
      clock: { ...local.clock, now: () => new Date(local.clock.now().getTime() + (over ? 0 : aheadMs)) },
    }),
    check: async (world, options) => {
      const report = await within.check(world, options);
      over = true;
      return report;
    },
  };
}

async function callsOf(stage: Stage, scene: Scene): Promise<number> {
  let calls = 0;
  let done = false;
  await tryScene(stage, scene, {
    ports: (local) =>
      withCalls(local, ({ number, make }) => {
        if (!done) calls = number;
        return make();
      }),
    check: async (world, options) => {
      const report = await world.check(options);
      done = true;
      return report;
    },
  });
  return calls;
}

export const TIME: Family = {
  faults: [CALL, AHEAD, ANSWER, LATE, DRIP],
  // Nearly all of it is waiting.
  atOnce: 10,
  share: 1.2,
  trials: async (stage) => {
    const trials: Trial[] = [];
    for (const scene of stage.scenes) {
      const calls = await callsOf(stage, scene);
      for (let at = 1; at <= calls; at++)
        trials.push({
          ...{ fault: CALL, place: `${scene.name}, call ${at}` },
          run: () => tryScene(stage, scene, stalledCall(at)),
        });
      for (let at = 1; at <= calls; at++)
        trials.push({
          ...{ fault: AHEAD, place: `${scene.name}, call ${at}` },
          run: () => tryScene(stage, scene, stalledCall(at, YEAR_MS)),
        });
      const { server } = await trafficOf(stage, scene);
      for (let from = 1; from <= server; from++)
        trials.push({
          ...{ fault: LATE, place: `${scene.name}, message ${from}` },
          run: () =>
            tryScene(stage, scene, {
              ...within,
              strike: (message) =>
                message.from === "server" && message.number >= from ? late(message.bytes) : message.bytes,
            }),
        });
      for (let from = 1; from <= server; from++)
        trials.push({
          ...{ fault: DRIP, place: `${scene.name}, message ${from}` },
          run: () =>
            tryScene(stage, scene, {
              ...within,
              strike: (message, link) =>
                message.from === "server" && message.number >= from
                  ? drip(message, link, () => wait(BYTE_MS))
                  : message.bytes,
            }),
        });
      for (let from = 1; from <= server; from++)
        trials.push({
          ...{ fault: ANSWER, place: `${scene.name}, message ${from}` },
          run: () =>
            tryScene(stage, scene, {
              ...within,
              strike: (message) => (message.from === "server" && message.number >= from ? null : message.bytes),
            }),
        });
    }
    return trials;
  },
};
