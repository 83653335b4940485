/** A server in recovery: a replica, one that lets nobody in yet, one that is promoted; and an address that leads to it. */

import { connect } from "../../lib/postgres/connect.ts";
import { endpointOf } from "../../lib/postgres/embedded/database.ts";
import { type Replica, replicaOf } from "../support/replica.ts";
import { stageOn } from "./restarts.ts";
import type { Scene, Stage } from "./scenes.ts";
import { atStatement, beforeStatement } from "./statements.ts";
import { between, type Conditions, type Family, socketOf, type Trial, trafficOf, tryScene } from "./trial.ts";

const REPLICA = "the server is a replica";
const CHANGES = "a replica answers from a connection on";
const STARTING = "the server is starting up";
const NOT_YET = "a replica that lets nobody in";
const OVER = "failed over to a replica at a statement";
const PROMOTED = "promoted at a statement";

/** Never ends as long as the server is there, and it waits for this before it lets anybody in. */
const WAITING = "while [ -e postmaster.pid ]; do sleep 0.1; done; false";

const SHUT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [STARTING]: { restore_command: WAITING, primary_conninfo: "" },
  [NOT_YET]: { hot_standby: "off" },
};

async function replicaBeside(stage: Stage): Promise<Replica> {
  const replica = await replicaOf(stage.own.server);
  stage.beside.push({ end: () => replica.stop() });
  await replica.caughtUp();
  return replica;
}

/** One after the other: there is one replica, and it is what it is to all. */
export const RECOVERY: Family = {
  faults: [REPLICA, CHANGES, ...Object.keys(SHUT), OVER],
  atOnce: 1,
  share: 0.1,
  trials: async (stage) => {
    const replica = await replicaBeside(stage);
    const there = socketOf(stageOn(stage, replica));
    const trials: Trial[] = [];
    for (const scene of stage.scenes) {
      const trial = (fault: string, place: string, conditions: Conditions, on = stage) =>
        trials.push({ fault, place: `${scene.name}, ${place}`, run: () => tryScene(on, scene, conditions) });
      trial(REPLICA, "all of it", {}, stageOn(stage, replica));
      for (const from of [1, 2]) {
        const upstream = (connection: number) => (connection >= from ? there : undefined);
        trial(CHANGES, `connection ${from}`, { upstream });
        for (const [fault, settings] of Object.entries(SHUT))
          trial(fault, `connection ${from}`, { upstream, check: whileShut(replica, settings) });
      }
      const { statements } = await trafficOf(stage, scene);
      for (let number = 1; number <= statements; number++) trial(OVER, `statement ${number}`, failover(there, number));
    }
    return trials;
  },
};

/** The connection is lost at a statement, and whoever connects after that is let in elsewhere. */
export function failover(there: ReturnType<typeof socketOf>, number: number): Conditions {
  let over = false;
  return {
    upstream: () => (over ? there : undefined),
    strike: atStatement(
      (it) => it === number,
      (_bytes, link) => {
        over = true;
        link.cut();
        return null;
      },
    ),
  };
}

const whileShut = (replica: Replica, settings: Readonly<Record<string, string>>): NonNullable<Conditions["check"]> =>
  between(
    async () => {
      await restart(replica, settings);
      await refused(replica);
    },
    async () => {
      await restart(replica);
      await replica.ready();
    },
  );

async function restart(replica: Replica, settings?: Readonly<Record<string, string>>): Promise<void> {
  replica.signal("SIGQUIT");
  await replica.ended();
  replica.start(settings);
}

/** Waits until it is there and lets nobody in. */
async function refused(replica: Replica): Promise<void> {
  for (;;) {
    const said = await connect(endpointOf(replica)).then(
      () => "it lets people in",
      (error: Error) => error.message,
    );
    if (/starting up|not accepting connections/.test(said)) return;
    if (!/nothing listens|no socket/.test(said)) throw new Error(said);
  }
}

/** Each needs a replica of its own: there is no way back. */
export const PROMOTION: Family = {
  faults: [PROMOTED],
  atOnce: 2,
  share: 0.1,
  trials: async (stage) => {
    const trials: Trial[] = [];
    for (const scene of stage.scenes) {
      const { statements } = await trafficOf(stage, scene);
      for (let number = 1; number <= statements; number++)
        trials.push({
          ...{ fault: PROMOTED, place: `${scene.name}, statement ${number}` },
          run: () => tryPromotion(stage, scene, number),
        });
    }
    return trials;
  },
};

async function tryPromotion(stage: Stage, scene: Scene, number: number) {
  const replica = await replicaOf(stage.own.server);
  try {
    await replica.caughtUp();
    return await tryScene(stageOn(stage, replica), scene, {
      strike: beforeStatement(number, () => replica.promote()),
    });
  } finally {
    await replica.stop();
  }
}
