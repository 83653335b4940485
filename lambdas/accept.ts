/** The function that makes an observed snapshot the expected one: invoked by people, and allowed to nobody else. */

import { parseAcceptEvent } from "../lib/config/events.ts";
import { bareTarget, type Target } from "../lib/config/target.ts";
import { type Acceptance, accept } from "../lib/monitor/accept.ts";
import { move } from "../lib/monitor/home.ts";
import { shown } from "./failure.ts";
import { type StoreWiring, wireStores } from "./stores.ts";

let wiring: StoreWiring | undefined;

type Ports = StoreWiring["ports"];

/** Answers what was decided, after a status and what comes next. */
export async function handler(event: unknown, context?: { readonly awsRequestId?: string }) {
  try {
    const { database, ...asked } = parseAcceptEvent(event);
    wiring ??= wireStores();
    const { ports, bucket, log } = wiring;
    const target = { ...bareTarget(database), ...(bucket !== undefined && { bucket }) };
    const { at, summary, nextSteps, said } =
      "home" in asked ? await moved(target, ports, asked) : await accepted(target, ports, asked);
    log(JSON.stringify({ timestamp: at, level: "INFO", message: summary, ...said, requestId: context?.awsRequestId }));
    const { status, ...rest } = said;
    return { status, summary, nextSteps, at, ...rest };
  } catch (error) {
    throw shown(error);
  }
}

async function accepted(target: Target, ports: Ports, acceptance: Acceptance) {
  const { at, by, why, fingerprint, replaced, where } = await accept(target, ports, acceptance);
  return {
    at,
    summary: `${target.id}: ${fingerprint.slice(0, 16)} is expected from now on`,
    nextSteps: ["Check again: the next check is in sync with it, and resolves the incident."],
    said: { status: "ACCEPTED", database: target.id, by, why, fingerprint, replaced, where },
  };
}

async function moved(target: Target, ports: Ports, asked: { home: string; by: string; why: string }) {
  const { at, by, why, from, to } = await move(target, ports, asked);
  return {
    at,
    summary: `${target.id}: ${to} is the database from now on`,
    nextSteps: ["Check again: the next check compares the schema of that database."],
    said: { status: "MOVED", database: target.id, by, why, from, to },
  };
}
