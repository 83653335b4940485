/** What the functions can be invoked with. */

import { DriftwatchError } from "../core/errors.ts";
import { isDatabaseId } from "./target.ts";

/** A check as it was asked for. */
export interface CheckEvent {
  /** Publish alerts; `{ "notify": false }` checks quietly. */
  readonly notify: boolean;
  /** Read the whole catalogue even if its stamp has not moved; `{ "full": true }`. */
  readonly full: boolean;
  /** Answer what would take the database back, and tell nobody; `{ "action": "plan" }`. */
  readonly plan: boolean;
}

const NORMAL: CheckEvent = { notify: true, full: false, plan: false };

/**
 * Reads the function's payload. Unknown keys mean nothing: the schedule sends an EventBridge envelope and the console's
 * default test event is `{"key1": "value1", …}`, and both ask for a normal check.
 * @throws DriftwatchError `bad-argument` when a known key has the wrong type.
 */
export function parseCheckEvent(event: unknown): CheckEvent {
  if (typeof event !== "object" || event === null || Array.isArray(event)) return NORMAL;
  if (isPlan(event)) return { notify: false, full: true, plan: true };
  return { notify: flag(event, "notify"), full: flag(event, "full"), plan: false };
}

/**
 * Whether a digest is to be published: as a check reads it.
 * @throws DriftwatchError `bad-argument`
 */
export const parseDigestEvent = (event: unknown): boolean =>
  typeof event !== "object" || event === null || flag(event, "notify");

function isPlan(event: object): boolean {
  const action: unknown = Object.hasOwn(event, "action") ? Reflect.get(event, "action") : "check";
  if (action === "plan" || action === "check") return action === "plan";
  throw new DriftwatchError(
    "bad-argument",
    'event key "action" is neither "check" nor "plan"',
    "give one of them, or leave it out",
  );
}

function flag(event: object, key: "notify" | "full"): boolean {
  const value: unknown = Object.hasOwn(event, key) ? Reflect.get(event, key) : undefined;
  if (value === undefined) return NORMAL[key];
  if (typeof value === "boolean") return value;
  const got = value === null ? "null" : Array.isArray(value) ? "a list" : `of type ${typeof value}`;
  throw new DriftwatchError("bad-argument", `event key "${key}" is ${got}`, "give true or false, or leave it out");
}

/** An acceptance as it was asked for: of an observed schema, or of another database as the one that is meant. */
export type AcceptEvent = {
  readonly database: string;
  readonly by: string;
  readonly why: string;
} & ({ readonly fingerprint: string } | { readonly home: string });

const ACCEPT_REMEDY =
  'invoke it with {"database": "orders", "fingerprint": "3f9a1c20b7d4e8f6", "by": "you", "why": "release 42"}, ' +
  'or with "home" in place of the fingerprint for a database that has moved';

/**
 * Reads the payload of the function that accepts. Nothing is assumed: who decides something says so in full.
 * @throws DriftwatchError `bad-argument`, naming what is missing
 */
export function parseAcceptEvent(event: unknown): AcceptEvent {
  const said = (key: string): string => {
    const value: unknown = typeof event === "object" && event !== null ? Reflect.get(event, key) : undefined;
    return typeof value === "string" ? value.trim() : "";
  };
  const [home, database, fingerprint] = [said("home"), said("database"), said("fingerprint")];
  const person = { by: said("by"), why: said("why") };
  const asked = { database, ...(home === "" ? { fingerprint } : { home }), ...person };
  const missing = Object.entries(asked).flatMap(([key, value]) => (value === "" ? [key] : []));
  const refused = (got: string) => new DriftwatchError("bad-argument", got, ACCEPT_REMEDY);
  if (missing.length > 0) throw refused(`the event does not say ${missing.join(", ")}`);
  if (home !== "" && fingerprint !== "") throw refused("the event says both home and fingerprint");
  if (!isDatabaseId(database)) throw refused("the event's database is no id of one");
  return home === "" ? { database, fingerprint, ...person } : { database, home, ...person };
}
