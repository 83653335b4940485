/** The server goes down at a statement of a check, in each way that it can, and comes back: before, meanwhile or after. */

import type pg from "pg";
import { DriftwatchError } from "../../lib/core/errors.ts";
import { connect } from "../../lib/postgres/connect.ts";
import { endpointOf } from "../../lib/postgres/embedded/database.ts";
import { type Replica, replicaOf } from "../support/replica.ts";
import { type Stage, WATCHER } from "./scenes.ts";
import { beforeStatement } from "./statements.ts";
import { type Conditions, type Family, followedBy, type Trial, trafficOf, tryScene } from "./trial.ts";
import type { Link } from "./wire-proxy.ts";

/** The same scenes on another server that has the same databases. */
export const stageOn = (stage: Stage, { host, port }: Pick<Replica, "host" | "port">): Stage => ({
  ...stage,
  own: { ...stage.own, server: { ...stage.own.server, host, port } },
});

/** A copy of the stage's server that may be ended and comes back. */
class Twin {
  readonly #replica: Replica;
  /** What is under way: the check may be over before that. */
  #crashed: Promise<void> | undefined;
  #restarted: Promise<void> | undefined;
  #isDown = false;
  readonly #guests: pg.Client[] = [];

  private constructor(replica: Replica) {
    this.#replica = replica;
  }

  static async of(stage: Stage): Promise<Twin> {
    const replica = await replicaOf(stage.own.server);
    stage.beside.push({ end: () => replica.stop() });
    await replica.caughtUp();
    await replica.promote();
    return new Twin(replica);
  }

  on(stage: Stage): Stage {
    return stageOn(stage, this.#replica);
  }

  /** Tells it to end, or ends it. */
  end(signal: NodeJS.Signals): void {
    this.#isDown = true;
    this.#replica.signal(signal);
  }

  /** Starts it again once it has ended; where `ready`, until it lets people in. */
  restart(ready: boolean): Promise<void> {
    this.#restarted = (async () => {
      await this.#replica.ended();
      this.#replica.start();
      if (ready) await this.#replica.ready();
    })();
    this.#isDown = false;
    return this.#restarted;
  }

  /** Kills a backend, the given one or another: the server ends all of them and recovers. */
  async crash(pid?: number): Promise<void> {
    const witness = await connect(endpointOf(this.#replica));
    this.#crashed = new Promise((resolve) => witness.once("end", resolve));
    const { rows } = await witness.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    process.kill(pid ?? rows[0]?.pid ?? 0, "SIGKILL");
  }

  /** Takes every connection that it has to give to a role that is no superuser. */
  async fill(): Promise<void> {
    try {
      for (;;) this.#guests.push(await connect(endpointOf({ ...this.#replica, user: WATCHER }, "mended")));
    } catch (error) {
      if (!(error instanceof DriftwatchError) || error.code !== "database-refused") throw error;
    }
  }

  /** Is again what it was. */
  async mend(): Promise<void> {
    await Promise.all(this.#guests.splice(0).map((guest) => guest.end()));
    await this.#crashed;
    if (this.#isDown) this.restart(true);
    await this.#restarted;
    await this.#replica.ready();
  }
}

type Happens = (twin: Twin, link: Link) => Promise<void> | void;

const FAULTS: Readonly<Record<string, Happens>> = {
  "server shut down (fast)": (twin) => twin.end("SIGINT"),
  "server shut down (immediate)": (twin) => twin.end("SIGQUIT"),
  "server shuts down once its clients have gone": (twin) => twin.end("SIGTERM"),
  "postmaster killed": (twin) => twin.end("SIGKILL"),
  "server restarted": async (twin) => {
    twin.end("SIGINT");
    await twin.restart(true);
  },
  "server starting up": async (twin) => {
    twin.end("SIGQUIT");
    await twin.restart(false);
  },
  "no connection left": (twin) => twin.fill(),
  "backend killed": (twin, { pid }) => twin.crash(pid),
  "somebody's backend killed": (twin) => twin.crash(),
};

const nameOf = (what: string): string => `${what}, at a statement`;

/** One after the other: there is one server. */
export const RESTARTS: Family = {
  faults: Object.keys(FAULTS).map(nameOf),
  atOnce: 1,
  share: 0.1,
  trials: async (stage) => {
    const twin = await Twin.of(stage);
    const trials: Trial[] = [];
    for (const scene of stage.scenes) {
      const { statements } = await trafficOf(stage, scene);
      for (const [what, happens] of Object.entries(FAULTS))
        for (let number = 1; number <= statements; number++)
          trials.push({
            ...{ fault: nameOf(what), place: `${scene.name}, statement ${number}` },
            run: () => tryScene(twin.on(stage), scene, whileDown(twin, happens, number)),
          });
    }
    return trials;
  },
};

const whileDown = (twin: Twin, happens: Happens, number: number): Conditions => ({
  strike: beforeStatement(number, (link) => happens(twin, link)),
  check: followedBy(() => twin.mend()),
});
