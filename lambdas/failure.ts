/** An error as Lambda is to show it. */

import { DriftwatchError } from "../lib/core/errors.ts";

/** Lambda prints the stack and sends it back: of an error that says in one line what to do, the line is enough. */
export class Failed extends Error {
  constructor(code: string, line: string) {
    super(line);
    this.name = code;
    this.stack = `${code}: ${line}`;
  }
}

/** The error itself, unless it is one of ours. */
export const shown = (error: unknown): unknown =>
  error instanceof DriftwatchError ? new Failed(error.code, error.message) : error;
