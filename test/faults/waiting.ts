/**
 * Somebody's long transaction, and behind it a migration that waits for its table. The check comes third, and gives up in
 * time: who wants what the check holds meanwhile has never waited for longer than a check may keep anybody waiting.
 */

import type pg from "pg";
import { connect } from "../../lib/postgres/connect.ts";
import { endpointOf } from "../../lib/postgres/embedded/database.ts";
import type { Verdict } from "./judge.ts";
import type { Scene, Stage } from "./scenes.ts";
import { type Family, tryScene } from "./trial.ts";

const WAITED_FOR = "a migration waits behind a long transaction";
/** `lock_timeout` is 300 ms; the rest is what a busy machine takes to wake those who wait. */
const LIMIT_MS = 500;

const RELATIONS = [
  ...["app.users", "app.orders", "app.buyers"],
  ...["pg_policy", "pg_description", "pg_publication", "pg_extension", "pg_sequence", "pg_seclabel"],
];

/** A table that a waiting session of ours holds already. (To lock a view is to lock what it reads, which others have.) */
const HELD = `
  SELECT held.relation::regclass::text AS name
  FROM pg_locks waiting JOIN pg_stat_activity a ON a.pid = waiting.pid AND a.usename = 'watcher'
  JOIN pg_locks held ON held.pid = a.pid AND held.granted AND held.locktype = 'relation'
  JOIN pg_class c ON c.oid = held.relation AND c.relkind = 'r'
  WHERE NOT waiting.granted AND waiting.locktype = 'relation' AND held.relation >= 16384 AND held.relation <> waiting.relation
  LIMIT 1`;

const WAIT = (name: string) => `
  DO $$ DECLARE began timestamptz := clock_timestamp();
  BEGIN
    LOCK TABLE ${name} IN ACCESS EXCLUSIVE MODE;
    RAISE EXCEPTION USING MESSAGE = extract(epoch FROM clock_timestamp() - began) * 1000, ERRCODE = 'DW001';
  END $$`;

export const WAITING: Family = {
  faults: [WAITED_FOR],
  atOnce: 1,
  share: 0.1,
  trials: async (stage) =>
    stage.scenes.flatMap((scene) =>
      RELATIONS.map((name) => ({
        ...{ fault: WAITED_FOR, place: `${scene.name}, ${name}` },
        run: () => tryBehind(stage, scene, name),
      })),
    ),
};

async function tryBehind(stage: Stage, scene: Scene, name: string): Promise<Verdict> {
  const waits: number[] = [];
  const connected = () => connect(endpointOf(stage.own.server, scene.database));
  const [reader, migration, bystander] = await Promise.all([connected(), connected(), connected()]);
  try {
    const verdict = await tryScene(stage, scene, {
      check: async (world, options) => {
        await reader.query(`BEGIN; LOCK TABLE ${name} IN ACCESS SHARE MODE`);
        const migrating = migration.query(`BEGIN; LOCK TABLE ${name} IN ACCESS EXCLUSIVE MODE; ROLLBACK`);
        let checking = true;
        const watching = (async () => {
          while (checking) waits.push(...(await waitOf(bystander)));
        })();
        try {
          return await world.check(options);
        } finally {
          checking = false;
          await reader.query("ROLLBACK");
          await Promise.all([migrating, watching]);
        }
      },
    });
    const long = waits.filter((ms) => ms > LIMIT_MS);
    return {
      ...verdict,
      flaws: [...verdict.flaws, ...long.map((ms) => ({ flaw: "blocked", detail: `${ms} ms` }) as const)],
    };
  } finally {
    await Promise.all([reader, migration, bystander].map((client) => client.end()));
  }
}

/** How long somebody waits for what a session of ours holds while it waits itself. */
async function waitOf(client: pg.Client): Promise<number[]> {
  const { rows } = await client.query<{ name: string }>(HELD);
  if (!rows[0]) return [];
  return client.query(WAIT(rows[0].name)).then(
    () => [],
    (error: Error) => [Number(error.message)].filter(Number.isFinite),
  );
}
