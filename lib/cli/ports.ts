/** What a check on a laptop or in CI works with: URLs from the environment, a directory, and stderr. */

import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Config } from "../config/config-file.ts";
import { ENVIRONMENT } from "../config/environment.ts";
import { environmentCredentials } from "../local/credentials.ts";
import { directoryStores } from "../local/directory.ts";
import { noMetrics } from "../local/metrics.ts";
import type { Ports } from "../monitor/ports.ts";
import { openSession } from "../postgres/session.ts";
import { subjectOf } from "../report/subject.ts";
import type { Console } from "./console.ts";
import { remoteSnapshots } from "./s3.ts";

/** Where snapshots, reports and state are kept unless the environment says otherwise: beside the config. */
const DIRECTORY = ".driftwatch";

export const localDirectory = (config: Config, console: Console): string =>
  console.env[ENVIRONMENT.localDirectory] || join(config.directory, DIRECTORY);

export function localPorts(config: Config, console: Console): Ports {
  const directory = localDirectory(config, console);
  const stores = directoryStores(directory, {
    remote: () => ({ ...remoteSnapshots, expectedLocation: (target) => stores.snapshots.expectedLocation(target) }),
  });
  return {
    ...stores,
    credentials: environmentCredentials(console.env),
    databases: { open: (login) => openSession(login) },
    companions: {
      page: async (report) => (await import("../report/html.ts")).renderHtml(report),
      plan: async (report) => (await import("../report/report-plan.ts")).renderReportPlan(report),
      lost: ({ id }, which, reason) => console.say(`no ${which} could be stored for ${id}: ${reason}`),
    },
    // The report is printed anyway; that somebody would have been told is news of its own.
    alerts: {
      publish: async (_target, alert) => {
        await console.say(`alert: ${subjectOf(alert)}`);
        return { takenBy: [], failure: null };
      },
    },
    metrics: noMetrics,
    clock: { now: () => new Date(), wait: (milliseconds) => wait(milliseconds) },
  };
}
