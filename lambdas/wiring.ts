/** The composition root: which adapters a check gets, by its environment. */

import { setTimeout as wait } from "node:timers/promises";
import { awsCredentials } from "../lib/aws/credentials.ts";
import { emfMetrics } from "../lib/aws/metrics.ts";
import { s3Snapshots, s3Stores } from "../lib/aws/s3.ts";
import { snsAlerts } from "../lib/aws/sns.ts";
import { readEnvironment } from "../lib/config/environment.ts";
import type { Target } from "../lib/config/target.ts";
import { consoleAlerts } from "../lib/local/console-alerts.ts";
import { environmentCredentials } from "../lib/local/credentials.ts";
import { directoryStores } from "../lib/local/directory.ts";
import { noMetrics } from "../lib/local/metrics.ts";
import type { Ports } from "../lib/monitor/ports.ts";
import { openSession } from "../lib/postgres/session.ts";
import { renderMessage, subjectFor } from "../lib/report/message.ts";

import { lostLine } from "./story.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** A target and the world it is checked in. */
export interface Wiring {
  readonly target: Target;
  readonly ports: Ports;
  /** Takes a line of the log; a laptop keeps none. */
  readonly log: (line: string) => void;
}

/**
 * Makes the clients, once per container.
 * @throws DriftwatchError `config-invalid` when the environment holds no target
 */
export function wire(env: Environment = process.env): Wiring {
  const { target, localDirectory } = readEnvironment(env);
  if (localDirectory !== undefined) return { target, ports: localPorts(localDirectory, env), log: () => undefined };
  // Not the console, which wraps what it prints when the function logs JSON.
  return { target, ports: awsPorts(), log: (line) => process.stdout.write(`${line}\n`) };
}

const common: Pick<Ports, "databases" | "clock" | "companions"> = {
  databases: { open: (login, signal) => openSession(login, signal ? { signal } : {}) },
  clock: { now: () => new Date(), wait: async (milliseconds) => void (await wait(milliseconds)) },
  companions: {
    // Most checks write none, and need none of what makes them.
    page: async (report) => (await import("../lib/report/html.ts")).renderHtml(report),
    plan: async (report) => (await import("../lib/report/report-plan.ts")).renderReportPlan(report),
    lost: ({ id }, which, reason) => void process.stderr.write(`${lostLine(id, which, reason)}\n`),
  },
};

const awsPorts = (): Ports => ({
  ...common,
  ...s3Stores(),
  credentials: awsCredentials(),
  alerts: snsAlerts({ render: renderMessage, subjectOf: subjectFor }),
  metrics: emfMetrics(),
});

/** The ports of a laptop: credentials from the environment, a directory, alerts on the standard output. */
export function localPorts(directory: string, env: Environment = process.env): Ports {
  let remote: ReturnType<typeof s3Snapshots> | undefined;
  const inS3 = () => {
    remote ??= s3Snapshots();
    return remote;
  };
  return {
    ...common,
    ...directoryStores(directory, { remote: inS3 }),
    credentials: environmentCredentials(env),
    alerts: consoleAlerts(process.stdout, { render: renderMessage }),
    metrics: noMetrics,
  };
}
