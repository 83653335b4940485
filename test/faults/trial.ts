/** One check of one scene under one fault, the next check without, and the verdict on both. */

import { cpSync, readdirSync, readFileSync } from "node:fs";
import type { NetConnectOpts } from "node:net";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Target } from "../../lib/config/target.ts";
import type { CheckOptions } from "../../lib/monitor/check.ts";
import type { Ports } from "../../lib/monitor/ports.ts";
import { openSession, type SessionOptions } from "../../lib/postgres/session.ts";
import { type Watch, watch } from "../support/monitoring.ts";
import { type Evidence, judge, type Verdict } from "./judge.ts";
import { overhear } from "./overheard.ts";
import { AUTHORITY, FAST, PASSWORD, type Scene, type Stage, WATCHER } from "./scenes.ts";
import { harmless, type Side, type Strike, WireProxy } from "./wire-proxy.ts";

export interface Trial {
  /** Which fault it is. */
  readonly fault: string;
  /** Where it strikes: `opened, message 17`. */
  readonly place: string;
  run(): Promise<Verdict>;
}

/** Faults that have their cause in common. */
export interface Family {
  readonly faults: readonly string[];
  /**
   * How many trials to make at once.
   * @default 3
   */
  readonly atOnce?: number;
  /**
   * What part of the trials that others get is enough.
   * @default 1
   */
  readonly share?: number;
  /** Every place at which each can strike. */
  trials(stage: Stage): Promise<Trial[]>;
}

export interface Conditions {
  readonly strike?: Strike;
  /** Where connections lead while the fault is there, by their numbers from 1. */
  readonly upstream?: (connection: number) => NetConnectOpts | undefined;
  /** It verifies the server, which has a certificate; the stage's listens on loopback then. */
  readonly tls?: boolean;
  /** Who logs in. */
  readonly login?: { readonly user: string; readonly password: string };
  readonly session?: SessionOptions;
  /** Other ports than the local ones. */
  readonly ports?: (local: Ports, database: URL) => Partial<Ports>;
  readonly target?: Target;
  /** Where it is not in the directory. */
  readonly evidence?: () => Pick<Evidence, "streams" | "state" | "written">;
  /** The check under the fault, unless it is a plain one. */
  readonly check?: (world: Watch, options: CheckOptions) => ReturnType<Watch["check"]>;
  readonly secrets?: readonly string[];
  /** Something that a check reads is closed to this one. */
  readonly closed?: boolean;
}

/** The check, with something done before it and something after it, whatever comes of it. */
export const between =
  (before: () => unknown, after: () => unknown): NonNullable<Conditions["check"]> =>
  async (world, options) => {
    await before();
    try {
      return await world.check(options);
    } finally {
      await after();
    }
  };

/** The same where there is nothing to be done before. */
export const followedBy = (after: () => unknown): NonNullable<Conditions["check"]> => between(() => {}, after);

export const socketOf = ({ own }: Stage): { readonly path: string } => ({
  path: join(own.server.host, `.s.PGSQL.${own.server.port}`),
});

const loopbackOf = ({ own: { server } }: Stage): NetConnectOpts => ({ host: server.host, port: server.port });

export const DAY_MS = 24 * 3_600_000;
/** Nobody holds an alert for so long. */
const LATER_MS = 10 * 60_000;

export async function tryScene(stage: Stage, scene: Scene, conditions: Conditions = {}): Promise<Verdict> {
  const proxy = await WireProxy.before(conditions.tls ? loopbackOf(stage) : socketOf(stage));
  try {
    return await tryThrough(proxy, scene, conditions);
  } finally {
    await proxy.close();
  }
}

async function tryThrough(proxy: WireProxy, scene: Scene, conditions: Conditions): Promise<Verdict> {
  const { strike = harmless, session, check = (world, options) => world.check(options, target), target } = conditions;
  const url = urlThrough(proxy, scene.database, conditions);
  const ears = overhear();
  const world = watch(
    url,
    (local) => {
      // As in production: the session that reads many rows as one text, and a large database through two connections.
      const size = scene.database === "drifted" ? { wideFrom: 0 } : {};
      const databases: Ports["databases"] = {
        open: (login, signal) => openSession(login, { ...size, ...session, ...(signal && { signal }) }),
      };
      return { databases, ...conditions.ports?.({ ...local, databases }, new URL(url)) };
    },
    FAST,
  );
  try {
    cpSync(scene.known, world.directory, { recursive: true });
    world.pass(DAY_MS);
    proxy.arm(strike, conditions.upstream);
    const report = await check(world, { full: scene.full });
    proxy.arm(harmless);
    world.pass(LATER_MS);
    const after = await world.check({}, conditions.target);
    const found = conditions.evidence?.() ?? { streams: [world.published], state: world.state(), written: "" };
    const said = JSON.stringify([report, after, world.published, world.lost]);
    return judge(scene.truth, {
      ...{ report, after, streams: found.streams, state: found.state },
      written: [said, found.written, ears.said(), ...everythingIn(world.directory)].join("\n"),
      secrets: [PASSWORD, ...(conditions.secrets ?? [])],
      closed: conditions.closed,
    });
  } finally {
    ears.stop();
    world.end();
  }
}

/** How many messages go each way in a check of this scene without a fault; `statements` are among the client's. */
export type Traffic = Readonly<Record<Side | "statements", number>>;

const measured = new WeakMap<Scene, Promise<Traffic>>();

/** @param conditions what is so of every trial there */
export function trafficOf(stage: Stage, scene: Scene, conditions: Conditions = {}): Promise<Traffic> {
  const known = measured.get(scene) ?? measure(stage, scene, conditions);
  measured.set(scene, known);
  return known;
}

async function measure(stage: Stage, scene: Scene, conditions: Conditions): Promise<Traffic> {
  const count = { client: 0, server: 0, statements: 0 };
  let done = false;
  const strike: Strike = ({ from, type, bytes }) => {
    if (!done) count[from] += 1;
    if (!done && type === "Q") count.statements += 1;
    return bytes;
  };
  const check = async (world: Watch, options: CheckOptions) => {
    const report = await world.check(options);
    done = true;
    return report;
  };
  await tryScene(stage, scene, { ...conditions, strike, check });
  return count;
}

function urlThrough({ port }: WireProxy, database: string, { login, tls }: Conditions): string {
  const { user, password } = login ?? { user: WATCHER, password: PASSWORD };
  const server = tls ? `localhost:${port}` : `127.0.0.1:${port}`;
  const query = tls ? `sslrootcert=${encodeURIComponent(AUTHORITY)}` : "sslmode=disable";
  return `postgres://${user}:${encodeURIComponent(password)}@${server}/${database}?${query}`;
}

const everythingIn = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)))
    .map((content) => (content[0] === 0x1f && content[1] === 0x8b ? gunzipSync(content) : content).toString("latin1"));
