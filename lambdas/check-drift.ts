/** The function that checks one database: started by its schedule, by hand in the console, or by another program. */

import { parseCheckEvent } from "../lib/config/events.ts";
import { checkDrift } from "../lib/monitor/check.ts";
import { Failed, shown } from "./failure.ts";
import type { AnsweredPlan } from "./plan.ts";
import { type Response, responseOf } from "./response.ts";
import { storyOf } from "./story.ts";
import { type Wiring, wire } from "./wiring.ts";

let wiring: Wiring | undefined;

/** With `{ "action": "plan" }` also what would take the database back. */
type Answer = Response & { readonly plan?: AnsweredPlan | null };

/** As much of Lambda's context as is looked at. */
interface Context {
  readonly awsRequestId?: string;
  getRemainingTimeInMillis?(): number;
}

/** Answers the report; throws when the check failed, so that Lambda counts the error and tries again. */
export async function handler(event: unknown, context?: Context): Promise<Answer> {
  try {
    const asked = parseCheckEvent(event);
    wiring ??= await wire();
    const { target, ports, log } = wiring;
    const limitMs = context?.getRemainingTimeInMillis?.();
    const report = await checkDrift(target, ports, { ...asked, ...(limitMs !== undefined && { limitMs }) });
    log(storyOf(report, asked.notify, context?.awsRequestId));
    if (report.status === "ERROR") throw new Failed(report.error?.code ?? "internal", report.summary);
    return asked.plan
      ? { ...responseOf(report), plan: (await import("./plan.ts")).planOf(report) }
      : responseOf(report);
  } catch (error) {
    throw shown(error);
  }
}
