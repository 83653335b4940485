/** The server as a whole: gone, another one, without connections, with a catalogue closed or locked. */

import type { Report } from "../../lib/core/report.ts";
import { EVERYTHING } from "../../lib/core/snapshot.ts";
import { ident } from "../../lib/core/sql.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { connect } from "../../lib/postgres/connect.ts";
import { endpointOf } from "../../lib/postgres/embedded/database.ts";
import { failover } from "./recovery.ts";
import { type Scene, type Stage, setStage } from "./scenes.ts";
import { beforeStatement } from "./statements.ts";
import {
  between,
  type Conditions,
  type Family,
  followedBy,
  socketOf,
  type Trial,
  trafficOf,
  tryScene,
} from "./trial.ts";

const GONE = "nothing listens from a connection on";
const OTHER = "another server answers from a connection on";
const OVER = "failed over to another server at a statement";
const FEW = "the role may have one connection";

const FEW_PASSWORD = "few-connections-4417";
const CONNECTIONS = [1, 2];
const WIDE = { wideFrom: 0 };

/** A second server with databases of the same names, which have drifted otherwise. */
async function otherThan(stage: Stage): Promise<Stage> {
  const other = await setStage();
  stage.beside.push(other);
  for (const database of Object.values(other.databases))
    await database.sql("CREATE TABLE app.stray (id int PRIMARY KEY); DROP TRIGGER touched ON app.orders");
  return other;
}

export const SERVER: Family = {
  faults: [GONE, OTHER, OVER, FEW],
  trials: async (stage) => {
    const other = socketOf(await otherThan(stage));
    const nowhere = { path: `${other.path}.gone` };
    for (const [n] of stage.scenes.entries())
      await stage.databases.mended?.sql(`CREATE ROLE few_${n} LOGIN PASSWORD '${FEW_PASSWORD}' IN ROLE pg_monitor`);
    const conditions = (from: number): Record<string, Conditions> => ({
      [GONE]: { upstream: (connection) => (connection >= from ? nowhere : undefined) },
      [OTHER]: { upstream: (connection) => (connection >= from ? other : undefined) },
    });
    const traffic = await Promise.all(stage.scenes.map((scene) => trafficOf(stage, scene)));
    return stage.scenes.flatMap((scene, n) => [
      ...Array.from(
        { length: traffic[n]?.statements ?? 0 },
        (_, at): Trial => ({
          ...{ fault: OVER, place: `${scene.name}, statement ${at + 1}` },
          run: () => tryScene(stage, scene, failover(other, at + 1)),
        }),
      ),
      ...CONNECTIONS.flatMap((from) =>
        Object.entries(conditions(from)).map(
          ([fault, it]): Trial => ({
            ...{ fault, place: `${scene.name}, connection ${from}` },
            run: () => tryScene(stage, scene, { ...it, session: WIDE }),
          }),
        ),
      ),
      {
        ...{ fault: FEW, place: scene.name },
        run: () =>
          tryScene(stage, scene, {
            login: { user: `few_${n}`, password: FEW_PASSWORD },
            session: WIDE,
            check: whileFew(stage, `few_${n}`),
          }),
      },
    ]);
  },
};

const CLOSED_AT = "a catalogue closed to everybody at a statement";
const CLOSED = "a catalogue closed to everybody";
const LOCKED = "a relation locked by somebody";

/** What a check of a whole database reads. */
const READ = new Set(
  KINDS.asked(EVERYTHING).all.flatMap(({ reads }) => reads.map((name) => `pg_catalog.${ident(name)}`)),
);

/** One after the other: what is closed or locked is so for everybody. */
export const CATALOGUES: Family = {
  faults: [CLOSED, CLOSED_AT, LOCKED],
  atOnce: 1,
  share: 0.5,
  trials: async (stage) => {
    const names = await stage.databases.mended?.sql(
      "SELECT relname AS name FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind IN ('r', 'v') AND has_table_privilege('watcher', oid, 'SELECT') ORDER BY 1",
    );
    const tables = await stage.databases.mended?.sql(
      "SELECT oid::regclass::text AS name FROM pg_class WHERE relkind IN ('r', 'v') AND relnamespace IN ('pg_catalog'::regnamespace, 'app'::regnamespace) ORDER BY relnamespace DESC, relname",
    );
    const traffic = await Promise.all(stage.scenes.map((scene) => trafficOf(stage, scene)));
    const closed = (names ?? []).map(({ name }) => `pg_catalog.${ident(String(name))}`);
    return stage.scenes.flatMap((scene, n) => [
      ...closed.map((name, index): Trial => {
        const number = 1 + ((7 * index) % (traffic[n]?.statements ?? 1));
        return {
          ...{ fault: CLOSED_AT, place: `${scene.name}, ${name}, statement ${number}` },
          run: () => tryScene(stage, scene, closedAt(stage, scene, name, number)),
        };
      }),
      ...closed.map(
        (name): Trial => ({
          ...{ fault: CLOSED, place: `${scene.name}, ${name}` },
          run: () => tryScene(stage, scene, { check: whileClosed(stage, scene, name), closed: READ.has(name) }),
        }),
      ),
      ...(tables ?? []).map(
        ({ name }): Trial => ({
          ...{ fault: LOCKED, place: `${scene.name}, ${name}` },
          run: () =>
            tryScene(stage, scene, {
              session: { connectionTimeoutMillis: 1_000, timeoutMs: 1_000 },
              check: whileLocked(stage, scene, String(name)),
            }),
        }),
      ),
    ]);
  },
};

type Check = NonNullable<Conditions["check"]>;

/** One connection, and no second one. */
function whileFew(stage: Stage, role: string): Check {
  const limit = (connections: number) =>
    stage.databases.mended?.sql(`ALTER ROLE ${role} CONNECTION LIMIT ${connections}`);
  return between(
    () => limit(1),
    () => limit(-1),
  );
}

const close = (stage: Stage, { database }: Scene, name: string) =>
  stage.databases[database]?.sql(`REVOKE SELECT ON ${name} FROM PUBLIC`);
const open = (stage: Stage, { database }: Scene, name: string) =>
  stage.databases[database]?.sql(`GRANT SELECT ON ${name} TO PUBLIC`);

const whileClosed = (stage: Stage, scene: Scene, name: string): Check =>
  between(
    () => close(stage, scene, name),
    () => open(stage, scene, name),
  );

const closedAt = (stage: Stage, scene: Scene, name: string, number: number): Conditions => ({
  strike: beforeStatement(number, () => close(stage, scene, name)),
  check: followedBy(() => open(stage, scene, name)),
});

const whileLocked =
  (stage: Stage, { database }: Scene, name: string): Check =>
  async (world, options): Promise<Report> => {
    const somebody = await connect(endpointOf(stage.own.server, database));
    try {
      await somebody.query(`BEGIN; LOCK TABLE ${name} IN ACCESS EXCLUSIVE MODE`);
      return await world.check(options);
    } finally {
      await somebody.query("ROLLBACK");
      await somebody.end();
    }
  };
