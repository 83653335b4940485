/** The function that tells of all databases at once: forty that drifted alike are one message with forty names. */

import { parseDigestEvent } from "../lib/config/events.ts";
import { bareTarget } from "../lib/config/target.ts";
import { fleetOf } from "../lib/monitor/fleet.ts";
import { renderDigest } from "../lib/report/digest.ts";
import { fleetSummary } from "../lib/report/fleet-groups.ts";
import { shown } from "./failure.ts";
import { type DigestWiring, wireDigest } from "./stores.ts";

let wiring: DigestWiring | undefined;

/** Checks are made at least once a day, but for a day on which one fails. */
const STALE_AFTER_HOURS = 48;

/** Answers the fleet; publishes it unless the event says `{ "notify": false }`. */
export async function handler(event: unknown) {
  try {
    const notify = parseDigestEvent(event);
    wiring ??= wireDigest();
    const { ports, bucket, ids, topics, publish, log } = wiring;
    const targets = (await ids()).map((id) => ({ ...bareTarget(id), ...(bucket !== undefined && { bucket }) }));
    const fleet = await fleetOf(targets, ports, { staleAfterHours: STALE_AFTER_HOURS });
    const summary = fleetSummary(fleet);
    if (notify)
      await publish(topics, `Driftwatch: ${summary}`, (topic, limit) => renderDigest(fleet, topic.format, limit));
    log(JSON.stringify({ timestamp: fleet.at, level: "INFO", message: summary, notify }));
    return { summary, ...fleet };
  } catch (error) {
    throw shown(error);
  }
}
