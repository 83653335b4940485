/** `driftwatch plan --ignore`: the rules that hide what differs, for the config. */

import { isDate, parseIgnoreRules } from "../config/ignore-rule.ts";
import { count } from "../core/count.ts";
import { DriftwatchError } from "../core/errors.ts";
import type { Finding } from "../core/finding.ts";
import type { IgnoreRule } from "../core/report.ts";
import { suppress } from "../engine/verdict/suppress.ts";
import { renderJson } from "../report/json.ts";
import type { Console } from "./console.ts";
import { quoted } from "./quoted.ts";

export interface IgnoreOptions {
  readonly reason?: string;
  readonly expires?: string;
}

/**
 * A rule needs both: nobody remembers later why, and what is hidden for good is forgotten.
 * @throws DriftwatchError `bad-argument`
 */
export function ignoreOptions({
  reason,
  expires,
}: IgnoreOptions): Pick<IgnoreRule, "reason"> & { readonly expires: string } {
  const example = 'for example: --reason "dropped with release 44" --expires 2027-06-30';
  if (!reason?.trim()) throw new DriftwatchError("bad-argument", "--ignore needs --reason", example);
  if (expires === undefined) throw new DriftwatchError("bad-argument", "--ignore needs --expires", example);
  if (!isDate(expires))
    throw new DriftwatchError(
      "bad-argument",
      `--expires ${quoted(expires)} is no date`,
      "give the last day on which the rules are to count, such as 2027-06-30",
    );
  return { reason: reason.trim(), expires };
}

/** Prints one rule a finding. @returns the exit code */
export async function ignore(
  findings: readonly Finding[],
  { reason, expires }: ReturnType<typeof ignoreOptions>,
  now: Date,
  console: Console,
): Promise<number> {
  const written = findings.map(
    ({ address, attribute, verb }): IgnoreRule => ({
      address,
      ...(attribute === null ? {} : { attribute }),
      verb,
      reason,
      expires,
    }),
  );
  // What is printed is read as the config would be.
  const rules = parseIgnoreRules(JSON.stringify(written), "the rules");
  const { findings: left } = suppress(findings, { rules, at: now.toISOString() });
  if (left.length > 0)
    throw new DriftwatchError(
      "bad-argument",
      `--expires ${expires} is over`,
      "give the last day on which the rules are to count",
    );
  await console.print(renderJson(rules));
  await console.say(`${count(rules.length, "ignore rule")} for "ignore" in the config file, or for --ignore-file`);
  return 0;
}
