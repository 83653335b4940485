/** A database under watch: the real check with the local adapters, and everything it does to the world made visible. */

import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Target } from "../../lib/config/target.ts";
import type { Report } from "../../lib/core/report.ts";
import type { Session } from "../../lib/core/session.ts";
import type { TargetState } from "../../lib/core/target-state.ts";
import { environmentCredentials } from "../../lib/local/credentials.ts";
import { directoryStores } from "../../lib/local/directory.ts";
import { type CheckOptions, checkDrift } from "../../lib/monitor/check.ts";
import type { Alert, Ports } from "../../lib/monitor/ports.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { renderHtml } from "../../lib/report/html.ts";
import { renderReportPlan } from "../../lib/report/report-plan.ts";
import { aTarget } from "./target.ts";

export interface Watch {
  readonly directory: string;
  readonly ports: Ports;
  /** In the order they were published. */
  readonly published: Alert[];
  readonly metrics: number[];
  /** Hours since the last verdict, as each check measured them. */
  readonly verdicts: number[];
  /** Why pages could not be stored. */
  readonly lost: string[];
  /** Every statement a check has run. */
  readonly statements: string[];
  check(options?: CheckOptions, target?: Target): Promise<Report>;
  /** Makes what the last check observed the expected snapshot, the way its report tells. */
  accept(report: Report): void;
  state(): TargetState | null;
  /** The same without the history. */
  memory(): Omit<TargetState, "checks">;
  /** Moves the clock. */
  pass(milliseconds: number): void;
  /** Path and content of every file, but for reports and observed snapshots. */
  files(): Record<string, string>;
  end(): void;
}

/**
 * @param changes ports to use instead of the local ones, made from them
 * @param within where to put its directory
 */
export function watch(
  url: string,
  changes: (local: Ports) => Partial<Ports> = () => ({}),
  within: string = tmpdir(),
): Watch {
  const directory = mkdtempSync(join(within, "driftwatch-monitor-"));
  const published: Alert[] = [];
  const metrics: number[] = [];
  const verdicts: number[] = [];
  const lost: string[] = [];
  const statements: string[] = [];
  let now = Date.UTC(2026, 10, 20, 3);
  const local: Ports = {
    ...directoryStores(directory),
    credentials: environmentCredentials({ DRIFTWATCH_URL_ORDERS: url }),
    databases: {
      open: async (login, signal) => counted(await openSession(login, signal ? { signal } : {}), statements),
    },
    companions: {
      page: async (report) => renderHtml(report),
      plan: async (report) => renderReportPlan(report),
      lost: (_target, _which, reason) => void lost.push(reason),
    },
    alerts: {
      publish: async (_target, alert) => {
        published.push(alert);
        return { takenBy: [], failure: null };
      },
    },
    metrics: {
      record: (_target, { findings, hoursSinceVerdict }) => {
        if (findings !== null) metrics.push(findings);
        verdicts.push(hoursSinceVerdict);
      },
    },
    // Each look at the clock is a millisecond later, as in life.
    clock: { now: () => new Date(now++), wait: async () => undefined },
  };
  const ports = { ...local, ...changes(local) };
  const state = () => JSON.parse(filesIn(directory)["orders/state.json"] ?? "null") as TargetState | null;
  return {
    ...{ directory, ports, published, metrics, verdicts, statements, lost },
    check: (options, target = aTarget()) => checkDrift(target, ports, options),
    accept: ({ stored }) => {
      const expected = ports.snapshots.expectedLocation(aTarget());
      mkdirSync(dirname(expected), { recursive: true });
      copyFileSync(stored.observed!, expected);
    },
    state,
    memory: () => {
      const { checks: _checks, ...memory } = state() ?? { checks: [] };
      return memory as Omit<TargetState, "checks">;
    },
    pass: (milliseconds) => {
      now += milliseconds;
    },
    files: () => filesIn(directory),
    end: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** The same session, each statement of which is written down. */
export const counted = (session: Session, statements: string[]): Session => ({
  read: (sql, onRow, options) => {
    statements.push(sql);
    return session.read(sql, onRow, options);
  },
  close: () => session.close(),
});

const filesIn = (directory: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !/[\\/](reports|observed)[\\/]/.test(path))
      .sort()
      .map((path) => [path.slice(directory.length + 1), readFileSync(path, "utf8")]),
  );
