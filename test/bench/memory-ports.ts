/** Ports that keep everything in memory, so that a bench measures the check and not a disk. */

import { setTimeout as wait } from "node:timers/promises";
import type { Report } from "../../lib/core/report.ts";
import type { StoredSnapshot } from "../../lib/core/snapshot-file.ts";
import type { TargetState } from "../../lib/core/target-state.ts";
import type { Ports, Versioned } from "../../lib/monitor/ports.ts";
import { endpointFrom } from "../../lib/postgres/client-config.ts";
import { openSession } from "../../lib/postgres/session.ts";

/** What one check leaves to the next. */
export interface Memory {
  state: Versioned<TargetState> | null;
  readonly reports: Report[];
}

export function memoryPorts(url: string, memory: Memory, expected: () => Promise<StoredSnapshot>): Ports {
  return {
    credentials: { read: async () => endpointFrom(url) },
    databases: { open: (login) => openSession(login) },
    snapshots: {
      expectedVersion: async () => "1",
      readExpected: () => expected(),
      expectedLocation: () => "memory",
      writeObserved: async () => "memory",
      readObserved: async () => null,
    },
    reports: {
      write: async (_target, report) => String(memory.reports.push(report) - 1),
      writeBeside: async () => {},
      read: async (_target, location) => memory.reports[Number(location)] ?? null,
    },
    companions: {
      page: async (report) => (await import("../../lib/report/html.ts")).renderHtml(report),
      plan: async (report) => (await import("../../lib/report/report-plan.ts")).renderReportPlan(report),
      lost: () => {},
    },
    states: {
      read: async () => memory.state,
      write: async (_target, value, version) => {
        if ((memory.state?.version ?? null) !== version) return null;
        memory.state = { value, version: String(Number(version ?? 0) + 1) };
        return memory.state.version;
      },
    },
    residents: { read: async () => null, write: async () => "1" },
    alerts: { publish: async () => ({ takenBy: [], failure: null }) },
    metrics: { record: () => {} },
    clock: { now: () => new Date(), wait: (milliseconds) => wait(milliseconds) },
  };
}
