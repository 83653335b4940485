/** `--by`, `--why`, `--until`: who decides something, for what reason, and until when. */

import { hostname, userInfo } from "node:os";
import { DriftwatchError } from "../core/errors.ts";
import type { CliCommand } from "./command.ts";
import { quoted } from "./quoted.ts";

export interface PersonOptions {
  readonly by?: string;
  readonly why: string;
}

export const withPerson = (command: CliCommand): CliCommand =>
  command
    .requiredOption("--why <reason>", "the reason, for whoever reads the history")
    .option("--by <name>", "who decides it (default: your user name and this machine's)");

export function personOf({ by, why }: PersonOptions): { readonly by: string; readonly why: string } {
  const reason = why.trim();
  if (reason === "") throw new DriftwatchError("bad-argument", "--why is empty", "say in a few words why");
  return { by: by?.trim() || `${userName()}@${hostname()}`, why: reason };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // An account without a name, as containers have it.
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}

/** A date counts to its end, in UTC. */
export function momentOf(option: string, text: string): string {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const moment = new Date(day ? `${text}T23:59:59.999Z` : text);
  const real = !Number.isNaN(moment.getTime()) && (!day || moment.toISOString().startsWith(text));
  if (real && /^\d{4}-\d{2}-\d{2}/.test(text)) return moment.toISOString();
  throw new DriftwatchError(
    "bad-argument",
    `${option} cannot be ${quoted(text)}`,
    "give a date such as 2027-06-30, or a moment such as 2027-06-30T18:00:00Z",
  );
}
