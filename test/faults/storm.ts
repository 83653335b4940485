/**
 * A storm of DDL from four sessions while checks run. The schema goes round through a few states, a commit from one to
 * the next, and what a check says must be one of those that it was in meanwhile.
 */

import { cpSync } from "node:fs";
import type pg from "pg";
import type { Report } from "../../lib/core/report.ts";
import { connect } from "../../lib/postgres/connect.ts";
import { endpointOf } from "../../lib/postgres/embedded/database.ts";
import { type Watch, watch } from "../support/monitoring.ts";
import { aTarget } from "../support/target.ts";
import type { Flaw, Verdict } from "./judge.ts";
import { FAST, PASSWORD, type Stage, WATCHER } from "./scenes.ts";
import type { Family } from "./trial.ts";

const SESSIONS = 4;
const CHECKS = 3;
const DATABASE = "storm";

const TARGET = aTarget({ alertThreshold: "info" });

const SCHEMA = `
  CREATE SCHEMA app;
  CREATE TABLE app.users (id int PRIMARY KEY, name text DEFAULT 'nobody', CHECK (name <> ''));
  CREATE TABLE app.orders (id int PRIMARY KEY, buyer int REFERENCES app.users, total numeric DEFAULT 0);
  CREATE INDEX users_name ON app.users (lower(name));
  CREATE SEQUENCE app.numbers;
  CREATE VIEW app.buyers AS SELECT u.name, o.total FROM app.users u JOIN app.orders o ON o.buyer = u.id;
  CREATE FUNCTION app.one() RETURNS int LANGUAGE sql AS 'SELECT 1';
  CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
  CREATE TRIGGER touched BEFORE UPDATE ON app.orders FOR EACH ROW EXECUTE FUNCTION app.touch()`;

/** Each there and back, and each two things that stand far apart in the catalogue: who sees one alone has seen neither. */
const ASPECTS: readonly (readonly [there: string, back: string])[] = [
  [
    "ALTER TABLE app.orders ADD COLUMN note text; COMMENT ON FUNCTION app.one() IS 'first'",
    "ALTER TABLE app.orders DROP COLUMN note; COMMENT ON FUNCTION app.one() IS NULL",
  ],
  [
    "DROP INDEX app.users_name; ALTER SEQUENCE app.numbers INCREMENT 2",
    "CREATE INDEX users_name ON app.users (lower(name)); ALTER SEQUENCE app.numbers INCREMENT 1",
  ],
  [
    "CREATE OR REPLACE VIEW app.buyers AS SELECT u.name, o.total FROM app.users u JOIN app.orders o ON o.buyer = u.id WHERE o.total > 0; ALTER TABLE app.orders DISABLE TRIGGER touched",
    "CREATE OR REPLACE VIEW app.buyers AS SELECT u.name, o.total FROM app.users u JOIN app.orders o ON o.buyer = u.id; ALTER TABLE app.orders ENABLE TRIGGER touched",
  ],
  [
    "CREATE OR REPLACE FUNCTION app.one() RETURNS int LANGUAGE sql AS 'SELECT 2'; CREATE POLICY all_of_them ON app.users",
    "CREATE OR REPLACE FUNCTION app.one() RETURNS int LANGUAGE sql AS 'SELECT 1'; DROP POLICY all_of_them ON app.users",
  ],
  [
    "ALTER TABLE app.orders ALTER total SET DEFAULT 1; GRANT SELECT ON app.users TO watcher",
    "ALTER TABLE app.orders ALTER total SET DEFAULT 0; REVOKE SELECT ON app.users FROM watcher",
  ],
  [
    "CREATE TABLE app.stray (id int); ALTER TABLE app.users DROP CONSTRAINT users_name_check",
    "DROP TABLE app.stray; ALTER TABLE app.users ADD CHECK (name <> '')",
  ],
];
const STATES = 2 * ASPECTS.length;

/** What leads from the n-th state to the next: first each there, then each back, so that few of all mixtures are states. */
const stepFrom = (n: number): string => ASPECTS[n % ASPECTS.length]?.[Math.floor(n / ASPECTS.length) % 2] ?? "";

/** Changes nothing, and moves a lot. */
const NOISE: readonly string[] = [
  "CREATE TEMPORARY TABLE own (id int PRIMARY KEY, name text CHECK (name <> '')); DROP TABLE own",
  "ANALYZE app.users",
  "REINDEX TABLE app.orders",
  "BEGIN; CREATE TABLE app.never (id int PRIMARY KEY); COMMENT ON TABLE app.never IS 'gone'; ROLLBACK",
  "BEGIN; ALTER TABLE app.users ADD COLUMN never int DEFAULT 1; DROP VIEW app.buyers; ROLLBACK",
  "BEGIN; CREATE OR REPLACE FUNCTION app.one() RETURNS int LANGUAGE sql AS 'SELECT 3'; ROLLBACK",
];

class Storm {
  /** Steps that have been made for certain, and that may have been. */
  made = 0;
  begun = 0;
  #running = false;
  #sessions: Promise<void>[] = [];
  #last: Promise<void> = Promise.resolve();

  /** @param restMs how long it is calm at most after a step, now and then */
  start(connections: readonly pg.Client[], restMs: number): void {
    this.#running = true;
    this.#sessions = connections.map(async (client, number) => {
      for (let turn = number; this.#running; turn++) {
        await hasDone(client, NOISE[turn % NOISE.length] ?? "");
        await this.step(client);
        await client.query(`SELECT pg_sleep(${(4 * SESSIONS * restMs) / 1_000} * random() ^ 3)`);
      }
    });
  }

  async end(): Promise<void> {
    this.#running = false;
    await Promise.all(this.#sessions);
  }

  /** One after the other, whoever makes it. */
  step(client: Pick<pg.Client, "query">): Promise<void> {
    const step = this.#last.then(async () => {
      this.begun = this.made + 1;
      while (!(await hasDone(client, `BEGIN; ${stepFrom(this.made)}; COMMIT`)));
      this.made += 1;
    });
    this.#last = step;
    return step;
  }
}

/** Who waits for whom is settled by the server: a deadlock ends one of them, which leaves its transaction and goes on. */
async function hasDone(client: Pick<pg.Client, "query">, sql: string): Promise<boolean> {
  try {
    await client.query(sql);
    return true;
  } catch (error) {
    await client.query("ROLLBACK");
    if (!["40P01", "XX000", "55P03"].includes(String((error as { readonly code?: string }).code))) throw error;
    return false;
  }
}

/** A database that a storm goes over, and the findings of each of its states. */
interface Place {
  readonly url: string;
  readonly storm: Storm;
  readonly connections: readonly pg.Client[];
  readonly states: readonly (readonly string[])[];
  /** What is known of it as long as all is as expected, as a directory. */
  readonly known: string;
}

async function placeOf(stage: Stage): Promise<Place> {
  const database = await stage.own.database(DATABASE);
  await database.sql(SCHEMA);
  const endpoint = endpointOf(stage.own.server, DATABASE);
  const connections = await Promise.all(Array.from({ length: SESSIONS }, () => connect(endpoint)));
  const url = database.url(WATCHER, PASSWORD);
  const world = watch(url, undefined, FAST);
  stage.beside.push({
    end: async () => {
      world.end();
      await Promise.all(connections.map((client) => client.end()));
    },
  });
  world.accept(await world.check({}, TARGET));
  const storm = new Storm();
  const states: string[][] = [];
  for (let state = 0; state < STATES; state++) {
    states.push(idsOf(await world.check({ notify: false }, TARGET)));
    await storm.step(connections[0] as pg.Client);
  }
  await world.check({}, TARGET);
  return { url, storm, connections, states, known: world.directory };
}

const idsOf = ({ findings }: Report): string[] => findings.map(({ id }) => id).sort();

/** How many states a check may have seen: all that there were from its beginning to its end. */
async function checkIn({ storm, states }: Place, world: Watch): Promise<{ report: Report; legal: Set<string> }> {
  const from = storm.made;
  const report = await world.check({}, TARGET);
  const legal = new Set<string>();
  for (let state = from; state <= storm.begun; state++) legal.add(String(states[state % STATES]));
  return { report, legal };
}

async function tryStorm(place: Place): Promise<Verdict> {
  const { storm, states, connections, url, known } = place;
  const world = watch(url, undefined, FAST);
  const flaws: { flaw: Flaw; detail: string }[] = [];
  const seen: Report[] = [];
  const look = async () => {
    const { report, legal } = await checkIn(place, world);
    seen.push(report);
    if (!isLegal(report, legal)) flaws.push({ flaw: "wrong", detail: `${report.status}: ${saidIn(report)}` });
  };
  try {
    cpSync(known, world.directory, { recursive: true });
    const started = performance.now();
    await look();
    storm.start(connections, performance.now() - started);
    try {
      for (let check = 0; check < CHECKS; check++) await look();
    } finally {
      await storm.end();
    }
    await look();
    flaws.push(...flawsOf(world, states[storm.made % STATES] ?? []));
    const whole = ({ status }: Report) => status === "IN_SYNC" || status === "DRIFTED";
    const stormy = seen.slice(1, -1);
    return { status: (stormy.find((report) => !whole(report)) ?? stormy[0] ?? seen[0])!.status, again: 0, flaws };
  } finally {
    world.end();
  }
}

function isLegal(report: Report, legal: ReadonlySet<string>): boolean {
  if (report.status === "INCOMPLETE") return report.error?.code === "catalogue-moving" && report.findings.length === 0;
  return legal.has(String(idsOf(report))) && report.status === (report.findings.length > 0 ? "DRIFTED" : "IN_SYNC");
}

const saidIn = ({ error, findings }: Report): string =>
  error?.message ?? findings.map(({ code, address }) => `${code} ${address}`).join(", ");

/** What people were told, one alert after the other, must come to what is so. */
function flawsOf({ published, state }: Watch, truth: readonly string[]): { flaw: Flaw; detail: string }[] {
  const flaws: { flaw: Flaw; detail: string }[] = [];
  const told = new Set<string>();
  for (const { appeared, disappeared } of published) {
    for (const { id } of appeared) {
      if (told.has(id)) flaws.push({ flaw: "doubled", detail: id });
      told.add(id);
    }
    for (const { id } of disappeared) if (!told.delete(id)) flaws.push({ flaw: "doubled", detail: `${id} gone` });
  }
  for (const id of truth) if (!told.has(id)) flaws.push({ flaw: "lost", detail: id });
  for (const id of told) if (!truth.includes(id)) flaws.push({ flaw: "lost", detail: `${id} gone` });
  const kept = (state()?.told ?? []).map(({ id }) => id).sort();
  if (String(kept) !== String(truth)) flaws.push({ flaw: "corrupted", detail: "what was told" });
  if (state()?.outbox.length !== 0) flaws.push({ flaw: "corrupted", detail: "an alert is still to be sent" });
  return flaws;
}

const STORM = "a storm of DDL from four sessions, three checks";
const STORMS = 1_000;

export const STORMY: Family = {
  faults: [STORM],
  atOnce: 1,
  share: 0.02,
  trials: async (stage) => {
    const place = await placeOf(stage);
    const run = () => tryStorm(place);
    return Array.from({ length: STORMS }, (_, number) => ({ fault: STORM, place: `storm ${number + 1}`, run }));
  },
};
