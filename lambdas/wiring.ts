/** The composition root: which adapters a check gets, by its environment. */

import { setTimeout as wait } from "node:timers/promises";
import { awsCredentials } from "../lib/aws/credentials.ts";
import { emfMetrics } from "../lib/aws/metrics.ts";
import { s3Stores } from "../lib/aws/s3.ts";
import { readEnvironment } from "../lib/config/environment.ts";
import type { Target } from "../lib/config/target.ts";
import type { Alerts, Ports } from "../lib/monitor/ports.ts";
import { openSession } from "../lib/postgres/session.ts";
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
export async function wire(env: Environment = process.env): Promise<Wiring> {
  const { target, localDirectory } = readEnvironment(env);
  if (localDirectory !== undefined) {
    const { localPorts } = await import("./local.ts");
    return { target, ports: { ...common, ...localPorts(localDirectory, env) }, log: () => undefined };
  }
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
  alerts: whenTold(async () => (await import("./alerts.ts")).topicAlerts()),
  metrics: emfMetrics(),
});

/** Most checks tell nobody, and need neither the client of SNS nor what writes a message. */
function whenTold(load: () => Promise<Alerts>): Alerts {
  let loaded: Promise<Alerts> | undefined;
  return {
    publish: async (...alert) => {
      loaded ??= load();
      return (await loaded).publish(...alert);
    },
  };
}
