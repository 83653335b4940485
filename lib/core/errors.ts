/** The one error type that reaches a person: a stable code, what was got, and what to do about it. */

import { printable } from "./printable.ts";

export type ErrorCode =
  | "bad-argument"
  | "config-invalid"
  | "config-unreadable"
  | "source-unknown"
  | "source-unreadable"
  | "snapshot-unreadable"
  | "snapshot-corrupt"
  | "snapshot-format"
  | "snapshot-not-comparable"
  | "credentials-missing"
  | "secret-unreadable"
  | "secret-malformed"
  | "database-unreachable"
  | "database-refused"
  | "database-unknown"
  | "database-changed"
  | "database-shared"
  | "password-rejected"
  | "tls-untrusted"
  | "tls-unavailable"
  | "server-unsupported"
  | "query-failed"
  | "catalogue-moving"
  | "out-of-time"
  | "migration-running"
  | "store-unavailable"
  | "store-conflict"
  | "alert-undelivered"
  | "scratch-failed"
  | "migrations-invalid"
  | "migration-failed"
  | "plan-refused"
  | "plan-edited"
  | "internal";

/**
 * An error a person can act on. `message` is one line, `"<what was got>; <what to do>"`, and never holds a
 * secret: neither a password nor a connection string nor a row of data may be put into either part.
 */
export class DriftwatchError extends Error {
  readonly code: ErrorCode;
  readonly remedy: string;

  constructor(code: ErrorCode, got: string, remedy: string, options?: { readonly cause?: unknown }) {
    super(printable(`${oneLine(got)}; ${oneLine(remedy)}`), options);
    this.name = "DriftwatchError";
    this.code = code;
    this.remedy = remedy;
  }
}

/** Any thrown value as one line of text. */
export const oneLine = (value: unknown): string =>
  (value instanceof Error ? value.message : String(value)).replaceAll(/\s+/g, " ").trim();
