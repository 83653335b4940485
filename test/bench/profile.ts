/** Where the time of a reading goes: on the server, on the way, and in each phase of our own. */

import { setTimeout as wait } from "node:timers/promises";
import type { Sort } from "../../lib/core/canonical.ts";
import { fingerprint } from "../../lib/core/fingerprint.ts";
import type { ReadOptions, Row, Session } from "../../lib/core/session.ts";
import { EVERYTHING } from "../../lib/core/snapshot.ts";
import { parseSnapshot } from "../../lib/core/snapshot-file.ts";
import { serializeSnapshot } from "../../lib/core/snapshot-writer.ts";
import { capture } from "../../lib/engine/capture.ts";
import { compare } from "../../lib/engine/compare.ts";
import { hoisted } from "../../lib/engine/introspection/hoist.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { endpointFrom } from "../../lib/postgres/client-config.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { SqlTexts } from "../../lib/sqltext/sqltext.ts";
import { peakMegabytes } from "./peak.ts";
import { bytesReceived } from "./recorded.ts";

/** What the statements of one label cost, each asked for by itself. */
export interface ServerCost {
  readonly label: string;
  statements: number;
  rows: number;
  /** What EXPLAIN ANALYZE says of planning and execution: without writing the rows out and sending them. */
  serverMs: number;
  /** From the question to the last row, rows thrown away. */
  driverMs: number;
  megabytes: number;
}

/** What a phase of a reading took, and the peak of the process after it. */
export interface Phase {
  readonly label: string;
  readonly milliseconds: number;
  readonly megabytes: number | undefined;
}

export interface ReadingCost {
  /** Time in our reader of rows, by statement: canonical forms and addresses. */
  readonly readers: Readonly<Record<string, number>>;
  readonly phases: readonly Phase[];
  readonly objects: number;
  readonly texts: number;
}

/** A session that hands every read to `around`. */
const decorated = (inner: Session, width: number, around: Session["read"]): Session => ({
  width,
  read: around,
  close: () => inner.close(),
});

const CLOCK = { now: () => new Date(), wait: (milliseconds: number) => wait(milliseconds) };

export async function profileServer(url: string, major: number): Promise<readonly ServerCost[]> {
  const session = await openSession(endpointFrom(url), { timeoutMs: 120_000 });
  const sent: string[] = [];
  const label = labels(major);
  const recording = decorated(session, 1, (sql, onRow, options) => {
    sent.push(sql);
    return session.read(sql, onRow, options);
  });
  await capture(recording, KINDS, new SqlTexts(), CLOCK);
  const costs = new Map<string, ServerCost>();
  for (const sql of sent) {
    const name = label(sql);
    const cost = costs.get(name) ?? { label: name, statements: 0, rows: 0, serverMs: 0, driverMs: 0, megabytes: 0 };
    costs.set(name, cost);
    const [bytes, started] = [bytesReceived(), performance.now()];
    cost.rows += await session.read(sql, () => {});
    cost.driverMs += performance.now() - started;
    cost.megabytes += (bytesReceived() - bytes) / 2 ** 20;
    cost.serverMs += await explained(session, sql);
    cost.statements += 1;
  }
  await session.close();
  return [...costs.values()];
}

async function explained(session: Session, sql: string): Promise<number> {
  let milliseconds = 0;
  await session.read(`EXPLAIN (ANALYZE, TIMING OFF) ${sql}`, (row) => {
    const [, time] = /^(?:Planning|Execution) Time: ([\d.]+) ms$/.exec(String(row["QUERY PLAN"])) ?? [];
    milliseconds += Number(time ?? 0);
  });
  return milliseconds;
}

/** What a statement is for: a kind's objects, or else the first catalogue it names. */
function labels(major: number): (sql: string) => string {
  const here = "\u0000";
  const known = KINDS.all.flatMap(({ name, query, batches }) => {
    const around = query ? hoisted(query({ major }, () => here)).split(here) : [];
    const [first = "", ...others] = around;
    return [
      ...(query ? [{ name, is: (sql: string) => (others.length > 0 ? sql.startsWith(first) : sql === first) }] : []),
      ...(batches ? [{ name: `${name}: which`, is: (sql: string) => sql === batches }] : []),
    ];
  });
  return (sql) => {
    const [, catalogue = "?"] = /\bFROM (?:pg_catalog\.)?(pg_\w+)/.exec(sql) ?? [];
    if (sql.includes("AS stamp")) return "stamp";
    return known.find(({ is }) => is(sql))?.name ?? `(${catalogue})`;
  };
}

/** Times the parser beside the reading. */
class TimedTexts extends SqlTexts {
  milliseconds = 0;

  override async canonicalise(texts: Iterable<readonly [sort: Sort, text: string]>): Promise<void> {
    const started = performance.now();
    await super.canonicalise(texts);
    this.milliseconds += performance.now() - started;
  }
}

export async function profileReading(url: string, major: number): Promise<ReadingCost> {
  const phases: Phase[] = [];
  const phase = async <T>(label: string, work: () => T | Promise<T>): Promise<T> => {
    const started = performance.now();
    const result = await work();
    phases.push({ label, milliseconds: performance.now() - started, megabytes: peakMegabytes() });
    return result;
  };
  const label = labels(major);
  const readers: Record<string, number> = {};
  const session = await phase("connecting", () => openSession(endpointFrom(url)));
  const timed = decorated(session, session.width ?? 1, (sql, onRow, options?: ReadOptions) => {
    const name = label(sql);
    return session.read(sql, timedReader(onRow, readers, name), options);
  });
  const texts = new TimedTexts();
  const { snapshot } = await phase("reading", () => capture(timed, KINDS, texts, CLOCK));
  phases.push({ label: "… of which parsing texts", milliseconds: texts.milliseconds, megabytes: undefined });
  const inReaders = Object.values(readers).reduce((sum, milliseconds) => sum + milliseconds, 0);
  phases.push({ label: "… of which taking rows in", milliseconds: inReaders, megabytes: undefined });
  await session.close();
  await phase("fingerprint", () => fingerprint(snapshot));
  const written = await phase("writing the file", () => serializeSnapshot(snapshot));
  const expected = await phase("reading the file", () => parseSnapshot(written));
  await phase("comparing", () => compare(KINDS, expected, snapshot, EVERYTHING));
  return { readers, phases, objects: snapshot.objects.size, texts: texts.parsed };
}

const timedReader =
  (onRow: (row: Row) => void, readers: Record<string, number>, name: string) =>
  (row: Row): void => {
    const started = performance.now();
    onRow(row);
    readers[name] = (readers[name] ?? 0) + performance.now() - started;
  };
