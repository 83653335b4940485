/** Ports that keep everything in memory, so that a bench measures the check and not a disk. */

import { setTimeout as wait } from "node:timers/promises";
import type { Report } from "../../lib/core/report.ts";
import type { Snapshot } from "../../lib/core/snapshot.ts";
import type { TargetState } from "../../lib/monitor/incident.ts";
import type { Ports, Versioned } from "../../lib/monitor/ports.ts";
import { endpointFrom } from "../../lib/postgres/client-config.ts";
import { openSession } from "../../lib/postgres/session.ts";

export function memoryPorts(url: string, expected: () => Snapshot): Ports {
  let state: Versioned<TargetState> | null = null;
  const reports = new Map<string, Report>();
  return {
    credentials: { read: async () => endpointFrom(url) },
    databases: { open: (login) => openSession(login) },
    snapshots: {
      expectedVersion: async () => "1",
      readExpected: async () => expected(),
      expectedLocation: () => "memory",
      writeObserved: async () => "memory",
    },
    reports: {
      write: async (_target, report) => {
        reports.set(String(reports.size), report);
        return String(reports.size - 1);
      },
      read: async (_target, location) => reports.get(location) ?? null,
    },
    states: {
      read: async () => state,
      write: async (_target, value, version) => {
        if ((state?.version ?? null) !== version) return null;
        state = { value, version: String(Number(version ?? 0) + 1) };
        return state.version;
      },
    },
    alerts: { publish: async () => {} },
    metrics: { record: () => {} },
    clock: { now: () => new Date(), wait: (milliseconds) => wait(milliseconds) },
  };
}
