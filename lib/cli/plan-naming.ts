/** What a plan is called: by the moment and by what somebody says it is for. */

import { DriftwatchError } from "../core/errors.ts";
import { quoted } from "./quoted.ts";

export interface NamingOptions {
  readonly message?: string;
  readonly out?: string;
  readonly dryRun?: true;
}

const SLUG_LENGTH = 60;
const DRY = "dry run";

/**
 * Under which words to write, and where; null = print only.
 * @param place the option that says where to
 * @throws DriftwatchError `bad-argument` where one of them is missing
 */
export function naming(
  { message, dryRun }: NamingOptions,
  out: string | undefined,
  place: string,
): { readonly message: string; readonly out: string | null } {
  if (dryRun) return { message: message ?? DRY, out: null };
  const example = `for example: --message "add email" ${place} DIR; or print it with --dry-run`;
  if (message === undefined) throw new DriftwatchError("bad-argument", "plan needs --message", example);
  if (out === undefined) throw new DriftwatchError("bad-argument", `plan needs ${place}`, example);
  if (slugOf(message) === "")
    throw new DriftwatchError(
      "bad-argument",
      `--message ${quoted(message)} has no letter or digit that a file could be named by`,
      "say it in letters from a to z",
    );
  return { message, out };
}

/** `Add é-mail!` → `add_e_mail`. */
export function slugOf(message: string): string {
  const bare = message.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return bare
    .replaceAll(/[^a-z0-9]+/g, "_")
    .slice(0, SLUG_LENGTH)
    .replaceAll(/^_+|_+$/g, "");
}

/** `20261128_110719`. */
export const stampOf = (now: Date): string => now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "_");
