/** What the check function can be invoked with. */

import { DriftwatchError } from "../core/errors.ts";

/** A check as it was asked for. */
export interface CheckEvent {
  /** Publish alerts; `{ "notify": false }` checks quietly. */
  readonly notify: boolean;
  /** Read the whole catalogue even if its stamp has not moved; `{ "full": true }`. */
  readonly full: boolean;
}

const NORMAL: CheckEvent = { notify: true, full: false };

/**
 * Reads the function's payload. Unknown keys mean nothing: the schedule sends an EventBridge envelope and the console's
 * default test event is `{"key1": "value1", …}`, and both ask for a normal check.
 * @throws DriftwatchError `bad-argument` when a known key has the wrong type.
 */
export function parseCheckEvent(event: unknown): CheckEvent {
  if (typeof event !== "object" || event === null || Array.isArray(event)) return NORMAL;
  return { notify: flag(event, "notify"), full: flag(event, "full") };
}

function flag(event: object, key: keyof CheckEvent): boolean {
  const value: unknown = Object.hasOwn(event, key) ? Reflect.get(event, key) : undefined;
  if (value === undefined) return NORMAL[key];
  if (typeof value === "boolean") return value;
  const got = value === null ? "null" : Array.isArray(value) ? "a list" : `of type ${typeof value}`;
  throw new DriftwatchError("bad-argument", `event key "${key}" is ${got}`, "give true or false, or leave it out");
}
