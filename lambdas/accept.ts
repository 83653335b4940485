/** The function that makes an observed snapshot the expected one: invoked by people, and allowed to nobody else. */

import { parseAcceptEvent } from "../lib/config/events.ts";
import { bareTarget } from "../lib/config/target.ts";
import { accept } from "../lib/monitor/accept.ts";
import { shown } from "./failure.ts";
import { type StoreWiring, wireStores } from "./stores.ts";

let wiring: StoreWiring | undefined;

/** Answers what was decided, after a status and what comes next. */
export async function handler(event: unknown, context?: { readonly awsRequestId?: string }) {
  try {
    const { database, ...acceptance } = parseAcceptEvent(event);
    wiring ??= wireStores();
    const { ports, bucket, log } = wiring;
    const target = { ...bareTarget(database), ...(bucket !== undefined && { bucket }) };
    const decision = await accept(target, ports, acceptance);
    const summary = `${database}: ${decision.fingerprint.slice(0, 16)} is expected from now on`;
    const { at, by, why, fingerprint, replaced, where } = decision;
    const said = { status: "ACCEPTED", database, by, why, fingerprint, replaced, where };
    log(JSON.stringify({ timestamp: at, level: "INFO", message: summary, ...said, requestId: context?.awsRequestId }));
    const nextSteps = ["Check again: the next check is in sync with it, and resolves the incident."];
    const { status, ...rest } = said;
    return { status, summary, nextSteps, at, ...rest };
  } catch (error) {
    throw shown(error);
  }
}
