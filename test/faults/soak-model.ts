/** What can drift and what can break in a soak, and what people are to be told then, said as simply as it can be. */

import type { Status } from "../../lib/core/report.ts";

export const SCHEMA = `CREATE SCHEMA app;
  CREATE TABLE app.t (id int PRIMARY KEY, a int, b int DEFAULT 1, c text NOT NULL);
  CREATE INDEX t_a ON app.t (a);
  CREATE VIEW app.v AS SELECT id FROM app.t;
  CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS 'SELECT 1';`;

/** The finding that it is, how it comes and how it goes. */
export const DRIFTS: readonly (readonly [finding: string, drift: string, repair: string])[] = [
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

/** Catalogues that may be closed to the monitor; of findings that nobody sees then, which are seen instead. */
export const CLOSED: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "closed pg_policy": {},
  "closed pg_index": {
    "index.removed index:app.t.t_a": [],
    "table.added table:app.n": ["column.added column:app.n.id"],
  },
};

/** `after`: it is done, and nobody hears of it. */
export const FAULTS = [
  ...["credentials", "open", "statement", "read", "write", "write after", "report", "publish", "damage", "migration"],
  ...Object.keys(CLOSED),
] as const;
export type Fault = (typeof FAULTS)[number];

export interface Told {
  readonly appeared: readonly string[];
  readonly disappeared: readonly string[];
}

/** Nothing can be read, noted or sent. */
const MUTE: readonly (Fault | null)[] = ["read", "write", "write after", "publish", "damage"];

export class Model {
  readonly drifted = new Set<string>();
  /** What the monitor has recorded as there; what it has told comes after. */
  recorded: ReadonlySet<string> = new Set();
  /** What is recorded and not sent yet. */
  waiting: readonly Told[] = [];
  /** What the check must say of the incident, for the metric; null: nothing. */
  metric: number | null = null;

  /** What a check under this fault can see. */
  seen(fault: Fault | null): readonly string[] {
    return [...this.drifted].flatMap((finding) => CLOSED[fault ?? ""]?.[finding] ?? [finding]).sort();
  }

  /** What it must come to; ERROR is told apart by whoever knows where the fault struck. */
  status(fault: Fault | null): Status {
    if (fault === "migration") return "NOT_CHECKED";
    if (fault !== null && fault in CLOSED) return "INCOMPLETE";
    return this.drifted.size > 0 ? "DRIFTED" : "IN_SYNC";
  }

  /** @returns what the check must send, in order */
  check(fault: Fault | null, status: Status): readonly Told[] {
    const before = this.waiting;
    const mute = MUTE.includes(fault);
    this.waiting = mute ? before : [];
    this.metric = null;
    const sent = mute ? [] : before;
    if (!this.#concludes(fault, status, before.length > 0)) return sent;
    const news = this.#record(fault, status);
    this.metric = fault === "write after" ? null : this.recorded.size;
    if (!news) return sent;
    if (!mute) return [...sent, news];
    this.waiting = [...before, news];
    return sent;
  }

  /** Whether it gets as far as its state. */
  #concludes(fault: Fault | null, status: Status, waited: boolean): boolean {
    if (fault === "write after") return !waited;
    return fault === "publish" || status !== "ERROR";
  }

  #record(fault: Fault | null, status: Status): Told | null {
    if (status === "NOT_CHECKED") return null;
    const instead = CLOSED[fault ?? ""] ?? {};
    const hidden = [...this.recorded].filter((finding) => finding in instead);
    const parts = new Set(hidden.flatMap((finding) => instead[finding] ?? []));
    const standing = [...this.seen(fault).filter((finding) => !parts.has(finding)), ...hidden];
    // Only who sees everything may say that nothing is there any more.
    if (status === "INCOMPLETE" && standing.length === 0) return null;
    const appeared = standing.filter((it) => !this.recorded.has(it)).sort();
    const disappeared = [...this.recorded].filter((it) => !standing.includes(it)).sort();
    this.recorded = new Set(standing);
    return appeared.length + disappeared.length === 0 ? null : { appeared, disappeared };
  }
}
