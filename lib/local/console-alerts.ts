/** Alerts printed to a stream: what would have been sent. */

import type { Writable } from "node:stream";
import { DriftwatchError, oneLine } from "../core/errors.ts";
import type { Topic } from "../core/topic.ts";
import type { Alert, Alerts } from "../monitor/ports.ts";

export interface ConsoleAlertsOptions {
  /** The text of an alert, in at most so many bytes of UTF-8. */
  readonly render: (alert: Alert, topic: Topic, limitBytes: number) => string;
}

/** As much as an SNS message holds: what is printed is what would be sent. */
const MESSAGE_BYTES = 256 * 1024;
const TERMINAL: Topic = { arn: "", format: "text" };

export const consoleAlerts = (stream: Writable, { render }: ConsoleAlertsOptions): Alerts => ({
  publish: (_target, alert) =>
    new Promise((resolve) => {
      stream.write(`${render(alert, TERMINAL, MESSAGE_BYTES).trimEnd()}\n`, (error) =>
        resolve({ takenBy: [], failure: error ? unprinted(error) : null }),
      );
    }),
});

const unprinted = (cause: Error): DriftwatchError =>
  new DriftwatchError(
    "alert-undelivered",
    `the alert could not be printed: ${oneLine(cause)}`,
    "check where the output goes",
    { cause },
  );
