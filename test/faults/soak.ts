/**
 * Databases that drift and are repaired at random, checked under random faults; beside them a model that says what the
 * alerts of each must have been. The two are compared after every check.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { DriftwatchError } from "../../lib/core/errors.ts";
import type { Report } from "../../lib/core/report.ts";
import type { Alert, Ports } from "../../lib/monitor/ports.ts";
import { connect } from "../../lib/postgres/connect.ts";
import { type Watch, watch } from "../support/monitoring.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";

const SCHEMA = `CREATE SCHEMA app;
  CREATE TABLE app.t (id int PRIMARY KEY, a int, b int DEFAULT 1, c text NOT NULL);
  CREATE INDEX t_a ON app.t (a);
  CREATE VIEW app.v AS SELECT id FROM app.t;
  CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS 'SELECT 1';`;

/** What can drift: the finding that it is, how it comes and how it goes. */
const DRIFTS: readonly (readonly [finding: string, drift: string, repair: string])[] = [
  ["column.added column:app.t.x", "ALTER TABLE app.t ADD x int", "ALTER TABLE app.t DROP x"],
  ["index.removed index:app.t.t_a", "DROP INDEX app.t_a", "CREATE INDEX t_a ON app.t (a)"],
  [
    "column.default.altered column:app.t.b",
    "ALTER TABLE app.t ALTER b SET DEFAULT 2",
    "ALTER TABLE app.t ALTER b SET DEFAULT 1",
  ],
  [
    "column.notNull.altered column:app.t.c",
    "ALTER TABLE app.t ALTER c DROP NOT NULL",
    "ALTER TABLE app.t ALTER c SET NOT NULL",
  ],
  [
    "view.definition.altered view:app.v",
    "CREATE OR REPLACE VIEW app.v AS SELECT id FROM app.t WHERE id > 0",
    "CREATE OR REPLACE VIEW app.v AS SELECT id FROM app.t",
  ],
  ["view.added view:app.w", "CREATE VIEW app.w AS SELECT 1 AS one", "DROP VIEW app.w"],
  ["table.added table:app.n", "CREATE TABLE app.n (id int)", "DROP TABLE app.n"],
];

/** `after`: it is done, and nobody hears of it. */
const FAULTS = [
  ...["credentials", "open", "statement", "read", "write", "write after", "report", "publish", "damage"],
] as const;
type Fault = (typeof FAULTS)[number];

interface Told {
  readonly appeared: readonly string[];
  readonly disappeared: readonly string[];
}

/** What people are to be told, said as simply as it can be. */
class Model {
  readonly drifted = new Set<string>();
  /** What the monitor has recorded as there; what it has told comes after. */
  #recorded: ReadonlySet<string> = new Set();
  #waiting: Told[] = [];

  /** @returns what the check must send, in order */
  check(fault: Fault | null, status: Report["status"]): Told[] {
    // What waits goes out first, unless nothing can be read, noted or sent.
    const mute = fault !== null && ["read", "write", "write after", "publish", "damage"].includes(fault);
    const sent = mute ? [] : this.#waiting.splice(0);
    const dead = fault === "write after" && this.#waiting.length > 0;
    const looked =
      fault === "write after" ? !dead : fault === "publish" || status === "IN_SYNC" || status === "DRIFTED";
    if (!looked) return sent;
    const appeared = [...this.drifted].filter((it) => !this.#recorded.has(it)).sort();
    const disappeared = [...this.#recorded].filter((it) => !this.drifted.has(it)).sort();
    this.#recorded = new Set(this.drifted);
    if (appeared.length + disappeared.length === 0) return sent;
    this.#waiting.push({ appeared, disappeared });
    return mute ? sent : [...sent, ...this.#waiting.splice(0)];
  }
}

/** One database with everything about it. */
class Watched {
  readonly model = new Model();
  readonly watch: Watch;
  fault: Fault | null = null;
  /** Alerts so far. */
  alerts = 0;

  constructor(
    readonly database: FreshDatabase,
    readonly random: (below: number) => number,
  ) {
    this.watch = watch(database.url, (local) => this.#faulty(local));
  }

  static async create(random: (below: number) => number): Promise<Watched> {
    const database = await freshDatabase();
    await database.sql(SCHEMA);
    // Fifty that stay connected would be more than the server takes.
    await database.close();
    const watched = new Watched(database, random);
    const first = await watched.watch.check();
    if (first.stored.observed === null) throw new Error(`nothing to begin with: ${first.summary}`);
    watched.watch.accept(first);
    await watched.watch.check();
    watched.watch.published.length = 0;
    return watched;
  }

  async drift(): Promise<void> {
    const [finding, drift, repair] = DRIFTS[this.random(DRIFTS.length)] as (typeof DRIFTS)[number];
    const { drifted } = this.model;
    const client = await connect(this.database.endpoint);
    await client.query(drifted.has(finding) ? repair : drift).finally(() => client.end());
    if (!drifted.delete(finding)) drifted.add(finding);
  }

  /** @returns what is wrong */
  async check(fault: Fault | null): Promise<string[]> {
    this.fault = fault;
    const { watch } = this;
    const place = join(watch.directory, "orders/state.json");
    const whole = readFileSync(place, "utf8");
    const damaged = whole.slice(0, this.random(whole.length - 2));
    if (fault === "damage") writeFileSync(place, damaged);
    const report = await watch.check({ full: this.random(4) === 0 });
    const left = readFileSync(place, "utf8");
    if (fault === "damage") writeFileSync(place, whole);
    const expected = this.model.check(fault, report.status);
    const published = watch.published.splice(0).map(toldBy);
    this.alerts += published.length;
    watch.statements.length = 0;
    watch.metrics.length = 0;
    watch.pass(24 * 3_600_000);
    this.fault = null;
    return [
      ...(JSON.stringify(published) === JSON.stringify(expected)
        ? []
        : [`told ${JSON.stringify(published)}, not ${JSON.stringify(expected)}`]),
      ...(this.#isTrue(report, fault)
        ? []
        : [`${report.status}: ${report.findings.map(keyOf).join(", ")}; ${report.error?.message}`]),
      ...(report.error?.code === "internal" ? ["an internal error"] : []),
      ...(fault === "damage" && left !== damaged ? ["a damaged state was written over"] : []),
    ];
  }

  end(): void {
    this.watch.end();
  }

  #isTrue({ status, findings }: Report, fault: Fault | null): boolean {
    if (status === "ERROR") return fault !== null && findings.length === 0;
    const seen = findings.map(keyOf).sort();
    const there = [...this.model.drifted].sort();
    return status === (there.length > 0 ? "DRIFTED" : "IN_SYNC") && JSON.stringify(seen) === JSON.stringify(there);
  }

  #faulty({ credentials, databases, states, reports, alerts }: Ports): Partial<Ports> {
    const at =
      <A extends unknown[], R>(fault: Fault, call: (...given: A) => Promise<R>) =>
      async (...given: A) => {
        if (this.fault === fault) throw broken(fault);
        const result = await call(...given);
        if (this.fault === `${fault} after`) throw broken(fault);
        return result;
      };
    return {
      credentials: { read: at("credentials", credentials.read) },
      databases: {
        open: at("open", async (login) => {
          const session = await databases.open(login);
          const last = this.fault === "statement" ? this.random(12) : Number.POSITIVE_INFINITY;
          let made = 0;
          const read: typeof session.read = (...given) =>
            made++ < last ? session.read(...given) : Promise.reject(broken("statement"));
          return { read, close: () => session.close() };
        }),
      },
      states: { read: at("read", states.read), write: at("write", states.write) },
      reports: { ...reports, write: at("report", reports.write) },
      alerts: {
        publish: async (...given) =>
          this.fault === "publish" ? { takenBy: [], failure: broken("publish") } : alerts.publish(...given),
      },
    };
  }
}

const broken = (what: string): DriftwatchError =>
  new DriftwatchError("store-unavailable", `the ${what} was broken on purpose`, "go on");

const keyOf = ({ code, address }: { readonly code: string; readonly address: string }): string => `${code} ${address}`;

const toldBy = ({ appeared, disappeared }: Alert): Told => ({
  appeared: appeared.map(keyOf).sort(),
  disappeared: disappeared.map(keyOf).sort(),
});

/** The same numbers for the same seed (mulberry32). */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

export interface Soaked {
  readonly checks: number;
  readonly faults: number;
  /** Alerts that were sent, as they had to be. */
  readonly alerts: number;
  readonly wrong: readonly string[];
  /** Bytes in use after a third, and at the end. */
  readonly memory: { readonly early: number; readonly late: number };
}

/** @param until no check begins after this moment (ms since 1970) */
export async function soak(databases: number, checks: number, seed: number, until: number): Promise<Soaked> {
  const random = randomFrom(seed);
  const all: Watched[] = [];
  const wrong: string[] = [];
  let [made, faults, early] = [0, 0, 0];
  try {
    while (all.length < databases) all.push(await Watched.create(random));
    for (; made < checks && Date.now() < until; made++) {
      const watched = all[random(all.length)] as Watched;
      for (let change = random(3); change > 0; change--) await watched.drift();
      const fault = random(3) === 0 ? (FAULTS[random(FAULTS.length)] as Fault) : null;
      if (fault !== null) faults++;
      const found = await watched.check(fault);
      wrong.push(
        ...found.map((it) => `check ${made} of database ${all.indexOf(watched)}, ${fault ?? "no fault"}: ${it}`),
      );
      if (made === Math.floor(checks / 3)) early = inUse();
    }
    // Whatever waited is told in the end.
    for (const [at, watched] of all.entries())
      wrong.push(...(await watched.check(null)).map((it) => `the last check of database ${at}: ${it}`));
    const alerts = all.reduce((sum, watched) => sum + watched.alerts, 0);
    return { checks: made, faults, alerts, wrong, memory: { early: early || inUse(), late: inUse() } };
  } finally {
    for (const watched of all) watched.end();
  }
}

function inUse(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().heapUsed;
}
