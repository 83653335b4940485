/** What the server does to a statement of a check: to one of them, or to all from there on. */

import type { Scene, Stage } from "./scenes.ts";
import { type Conditions, type Family, type Trial, trafficOf, tryScene } from "./trial.ts";
import type { Link, Strike } from "./wire-proxy.ts";

/** What a statement comes to. */
const FAILURES: Readonly<Record<string, string>> = {
  "statement cancelled": "57014",
  "lock not to be had": "55P03",
  deadlock: "40P01",
  "relation gone": "42P01",
  "internal error": "XX000",
  "data corrupted": "XX001",
  "out of memory": "53200",
  "disk full": "53100",
  "input and output failed": "58030",
  "permission denied": "42501",
};

const query = (sql: string): Buffer => {
  const text = Buffer.from(`${sql}\0`);
  const head = Buffer.alloc(5);
  head.write("Q");
  head.writeInt32BE(text.length + 4, 1);
  return Buffer.concat([head, text]);
};

const failing = (sqlstate: string): Buffer =>
  query(`DO $$ BEGIN RAISE EXCEPTION 'a fault' USING ERRCODE = '${sqlstate}'; END $$`);

/** Does something to statements, counted over all connections from 1. */
export function atStatement(
  holds: (number: number) => boolean,
  act: (bytes: Buffer, link: Link) => ReturnType<Strike>,
): Strike {
  let number = 0;
  return ({ from, type, bytes }, link) => {
    if (from !== "client" || type !== "Q") return bytes;
    number += 1;
    return holds(number) ? act(bytes, link) : bytes;
  };
}

/** Lets something happen just before a statement gets to the server. */
export const beforeStatement = (at: number, happens: (link: Link) => unknown): Strike =>
  atStatement(
    (it) => it === at,
    async (bytes, link) => {
      await happens(link);
      return bytes;
    },
  );

interface Fault {
  readonly name: string;
  readonly conditions: (stage: Stage, scene: Scene, number: number) => Conditions;
}

const FAULTS: readonly Fault[] = [
  ...Object.entries(FAILURES).flatMap(([name, sqlstate]): Fault[] => [
    {
      name: `${name} at a statement`,
      conditions: (_stage, _scene, at) => ({
        strike: atStatement(
          (it) => it === at,
          () => failing(sqlstate),
        ),
      }),
    },
    {
      name: `${name} from a statement on`,
      conditions: (_stage, _scene, from) => ({
        strike: atStatement(
          (it) => it >= from,
          () => failing(sqlstate),
        ),
      }),
    },
  ]),
  {
    name: "backend terminated at a statement",
    conditions: (stage, scene, at) => ({
      strike: beforeStatement(at, async ({ pid }) =>
        stage.databases[scene.database]?.sql(`SELECT pg_terminate_backend(${pid}, 1000)`),
      ),
    }),
  },
  {
    name: "statement runs until it is cancelled",
    conditions: (stage, scene, at) => ({
      strike: atStatement(
        (it) => it === at,
        (_bytes, { pid }) => {
          void cancelOnceAsleep(stage, scene, pid);
          return query("SELECT pg_sleep(20)");
        },
      ),
    }),
  },
  {
    name: "statement slower than its limit",
    conditions: (_stage, _scene, at) => ({
      session: { timeoutMs: 200 },
      strike: atStatement((it) => it === at, slower),
    }),
  },
];

/** The statement's own settings, and then nothing for a long time. */
function slower(bytes: Buffer): Buffer {
  const text = bytes.toString("utf8", 5, bytes.length - 1);
  const [settings] = text.split(/(?<=row_security = off)/);
  return text.startsWith("BEGIN") ? query(`${settings}; SELECT pg_sleep(20); COMMIT`) : bytes;
}

async function cancelOnceAsleep(stage: Stage, { database }: Scene, pid: number | undefined): Promise<void> {
  const sql = `SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE pid = ${pid} AND wait_event = 'PgSleep'`;
  for (let tries = 0; tries < 1_000; tries++) if ((await stage.databases[database]?.sql(sql))?.length) return;
}

export const STATEMENTS: Family = {
  faults: FAULTS.map(({ name }) => name),
  share: 0.5,
  trials: async (stage) => {
    const trials: Trial[] = [];
    for (const scene of stage.scenes) {
      const { statements } = await trafficOf(stage, scene);
      for (let number = 1; number <= statements; number++)
        for (const { name, conditions } of FAULTS)
          trials.push({
            ...{ fault: name, place: `${scene.name}, statement ${number}` },
            run: () => tryScene(stage, scene, conditions(stage, scene, number)),
          });
    }
    return trials;
  },
};
