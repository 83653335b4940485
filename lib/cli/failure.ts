/** How a command that failed says so: one line that ends with the code of docs/errors.md, and the stack for whoever asks for it. */

import { inspect } from "node:util";
import { DriftwatchError, oneLine } from "../core/errors.ts";
import type { Console } from "./console.ts";

export async function sayFailure(console: Console, error: unknown): Promise<void> {
  await console.say(
    error instanceof DriftwatchError
      ? `${error.message} [${error.code}]`
      : `internal error: ${oneLine(error)}; run it again with DEBUG=driftwatch and report what it says [internal]`,
  );
  if (isDebugging(console.env.DEBUG)) await console.trace(inspect(error, { depth: 3 }));
}

const isDebugging = (names: string | undefined): boolean =>
  (names ?? "").split(/[\s,]+/).some((name) => name === "driftwatch" || name === "*");
