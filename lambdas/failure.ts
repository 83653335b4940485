/** An error as Lambda is to show it. */

import { DriftwatchError, oneLine } from "../lib/core/errors.ts";
import { printable } from "../lib/core/printable.ts";

/** Lambda prints the stack and sends it back: of an error that says in one line what to do, the line is enough. */
export class Failed extends Error {
  constructor(code: string, text: string) {
    const line = printable(oneLine(text));
    super(line);
    this.name = code;
    this.stack = `${code}: ${line}`;
  }
}

/** The error itself, unless it is one of ours. */
export const shown = (error: unknown): unknown =>
  error instanceof DriftwatchError ? new Failed(error.code, error.message) : error;
