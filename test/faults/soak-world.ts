/** One database of a soak, with everything that a check of it does to the world, and what the model says to that. */

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { DriftwatchError } from "../../lib/core/errors.ts";
import type { Report } from "../../lib/core/report.ts";
import type { Session } from "../../lib/core/session.ts";
import { parseState } from "../../lib/core/target-state.ts";
import type { Alert, Ports } from "../../lib/monitor/ports.ts";
import { connect } from "../../lib/postgres/connect.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { type Watch, watch } from "../support/monitoring.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { FAST } from "./scenes.ts";
import { CLOSED, DRIFTS, type Fault, Model, SCHEMA, type Told } from "./soak-model.ts";

export const PASSWORD = "pr1vate-2209-of-the-soak";
/** Whoever holds it is taken for Prisma at work. */
const PRISMA = "SELECT pg_advisory_lock(72707369)";

/** A monitor that is broken on purpose. */
export interface Sabotage {
  readonly ports?: (whole: Ports) => Partial<Ports>;
  readonly report?: (report: Report) => Report;
}

export class Watched {
  readonly model = new Model();
  readonly watch: Watch;
  fault: Fault | null = null;
  /** Alerts so far. */
  alerts = 0;

  constructor(
    readonly database: FreshDatabase,
    readonly random: (below: number) => number,
    readonly sabotage: Sabotage = {},
  ) {
    const url = new URL(database.url);
    Object.assign(url, { username: "watcher", password: PASSWORD });
    this.watch = watch(
      url.href,
      (local) => {
        // As in production: the session that reads through two connections, and many rows as one text.
        const databases = { open: (login: Parameters<typeof openSession>[0]) => openSession(login) };
        const ports = { ...local, databases };
        const broken = { ...ports, ...this.#faulty(ports) };
        return { ...broken, ...sabotage.ports?.(broken) };
      },
      FAST,
    );
  }

  /** A database of the schema that is expected of it. */
  static async database(): Promise<FreshDatabase> {
    const database = await freshDatabase();
    await database.sql(SCHEMA);
    // Fifty that stay connected would be more than the server takes.
    await database.close();
    return database;
  }

  /** Takes what is there for what is expected. */
  async begin(): Promise<this> {
    const first = await this.watch.check();
    if (first.stored.observed === null) throw new Error(`nothing to begin with: ${first.summary}`);
    this.watch.accept(first);
    await this.watch.check();
    this.watch.published.length = 0;
    this.watch.metrics.length = 0;
    return this;
  }

  /** Makes it drift in this way; or not any more, if it did. */
  async drift(finding: string): Promise<void> {
    const [, drift, repair] = DRIFTS.find(([name]) => name === finding) ?? [];
    if (drift === undefined || repair === undefined) throw new Error(`there is no drift "${finding}"`);
    const { drifted } = this.model;
    await this.#sql(drifted.has(finding) ? repair : drift);
    if (!drifted.delete(finding)) drifted.add(finding);
  }

  /** @returns what is wrong */
  async check(fault: Fault | null): Promise<string[]> {
    this.fault = fault;
    const { watch, model } = this;
    const place = join(watch.directory, "orders/state.json");
    const whole = readFileSync(place, "utf8");
    const damaged = whole.slice(0, this.random(whole.length - 2));
    if (fault === "damage") writeFileSync(place, damaged);
    const report = await this.#made(fault);
    const left = readFileSync(place, "utf8");
    if (fault === "damage") writeFileSync(place, whole);
    const told = model.check(fault, report.status);
    const published = watch.published.splice(0).map(toldBy);
    const metrics = watch.metrics.splice(0);
    this.alerts += published.length;
    watch.pass(24 * 3_600_000);
    this.fault = null;
    const metric = model.metric === null ? [] : [model.metric];
    return [
      ...differing("told", published, told),
      ...differing("measured", metrics, metric),
      ...(this.#isTrue(report, fault)
        ? []
        : [`reported ${report.status}: ${report.findings.map(keyOf).join(", ")}; ${report.error?.message}`]),
      ...(report.error?.code === "internal" ? ["an internal error"] : []),
      ...(fault === "damage" ? (left === damaged ? [] : ["a damaged state was written over"]) : this.#remembered(left)),
    ];
  }

  /** Everything that lies where the monitor writes. */
  written(): string {
    return readdirSync(this.watch.directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name)))
      .map((content) => (content[0] === 0x1f && content[1] === 0x8b ? gunzipSync(content) : content).toString("latin1"))
      .join("\n");
  }

  /** Leaves the database as it was. */
  async end(): Promise<void> {
    for (const finding of [...this.model.drifted]) await this.drift(finding);
    this.watch.end();
  }

  async #made(fault: Fault | null): Promise<Report> {
    const made = async () => {
      const report = await this.watch.check({ full: this.random(4) === 0 });
      return this.sabotage.report?.(report) ?? report;
    };
    if (fault === "migration") {
      const migration = await connect(this.database.endpoint);
      return migration
        .query(PRISMA)
        .then(made)
        .finally(() => migration.end());
    }
    const closed = fault !== null && fault in CLOSED ? `pg_catalog.${fault.slice("closed ".length)}` : null;
    if (closed === null) return made();
    await this.#sql(`REVOKE SELECT ON ${closed} FROM PUBLIC`);
    return made().finally(() => this.#sql(`GRANT SELECT ON ${closed} TO PUBLIC`));
  }

  async #sql(text: string): Promise<void> {
    const client = await connect(this.database.endpoint);
    await client.query(text).finally(() => client.end());
  }

  #isTrue(
    { status, findings, unmoved }: Pick<Report, "status" | "findings" | "unmoved">,
    fault: Fault | null,
  ): boolean {
    const { model } = this;
    // What was found and could not be told is said all the same.
    if (status === "ERROR" && fault === "publish" && findings.length > 0)
      return JSON.stringify(findings.map(keyOf).sort()) === JSON.stringify(model.seen(fault));
    if (status === "ERROR") return fault !== null && findings.length === 0;
    // A verdict stands beside a migration, too, as long as nothing has moved.
    if (fault === "migration" && unmoved) return this.#isTrue({ status, findings, unmoved }, null);
    const seen = status === "NOT_CHECKED" ? [] : model.seen(fault);
    return status === model.status(fault) && JSON.stringify(findings.map(keyOf).sort()) === JSON.stringify(seen);
  }

  /** The incident, what people were told and what is yet to be sent, against the model's. */
  #remembered(content: string): string[] {
    const state = parseState(content);
    if (!state) return ["the state cannot be read"];
    const { recorded, waiting } = this.model;
    const there = [...recorded].sort();
    return [
      ...differing("incident", (state.incident?.findings ?? []).map(keyOf).sort(), there),
      ...differing("noted as told", state.told.map(keyOf).sort(), there),
      ...differing("yet to be sent", state.outbox.map(toldBy), waiting),
    ];
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
          if (this.fault !== "statement") return session;
          const last = this.random(12);
          let made = 0;
          return reading(session, (read) => (made++ < last ? read() : Promise.reject(broken("statement"))));
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

/** The same session; what becomes of a read is `on`'s. */
export function reading(session: Session, on: (read: () => Promise<number>) => Promise<number>): Session {
  const { readPacked } = session;
  return {
    ...(session.width !== undefined && { width: session.width }),
    read: (...given) => on(() => session.read(...given)),
    ...(readPacked && { readPacked: (...given) => on(() => readPacked.call(session, ...given)) }),
    close: () => session.close(),
  };
}

const broken = (what: string): DriftwatchError =>
  new DriftwatchError("store-unavailable", `the ${what} was broken on purpose`, "go on");

const keyOf = ({ code, address }: { readonly code: string; readonly address: string }): string => `${code} ${address}`;

const toldBy = ({ appeared, disappeared }: Pick<Alert, "appeared" | "disappeared">): Told => ({
  appeared: appeared.map(keyOf).sort(),
  disappeared: disappeared.map(keyOf).sort(),
});

function differing(what: string, is: unknown, must: unknown): string[] {
  const [given, wanted] = [JSON.stringify(is), JSON.stringify(must)];
  return given === wanted ? [] : [`${what} ${given}, not ${wanted}`];
}
