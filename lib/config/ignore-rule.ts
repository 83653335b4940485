/** Ignore rules as they are written: in the config file, in a file of their own, and in a target. */

import * as z from "zod/mini";
import { DriftwatchError } from "../core/errors.ts";
import type { IgnoreRule } from "../core/report.ts";
import { jsonFault } from "./json-fault.ts";
import { problemLines } from "./problem.ts";

const VERBS = ["added", "removed", "altered", "renamed"] as const;

const text = (allowed: string) =>
  z.string(allowed).check(z.minLength(1, allowed), z.maxLength(400, "at most 400 characters"));
const address = "a pattern of addresses, such as column:app.users.*";
const date = "the last day it is to count, such as 2027-06-30";
const parts = "one of code, address, kind, attribute and verb at least: a rule says what it hides";
const everything = "a rule that does not hide everything";

/** Whether it is written as 2027-06-30, and such a day is. */
export const isDate = (day: string): boolean => {
  const moment = new Date(`${day}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(day);
};

type Written = Omit<IgnoreRule, "reason">;

const hasParts = (rule: Written): boolean =>
  [rule.code, rule.address, rule.kind, rule.attribute, rule.verb].some((part) => part !== undefined);

/** Patterns of which nothing is asked but that there is an address. */
const matchesAll = (rule: Written): boolean =>
  hasParts(rule) &&
  rule.attribute === undefined &&
  rule.verb === undefined &&
  [rule.code, rule.address, rule.kind].every((pattern) => pattern === undefined || /^[*:.]*$/.test(pattern));

/** The message of every check is what is allowed there (see `problem.ts`). */
export const IGNORE_RULE = z
  .strictObject(
    {
      code: z.optional(text("a pattern of codes, such as health.index-*")),
      address: z.optional(text(address)),
      kind: z.optional(text("a kind, such as index")),
      attribute: z.optional(text("an attribute, such as statistics")),
      verb: z.optional(z.enum(VERBS, `one of ${VERBS.join(", ")}`)),
      reason: text("why: whoever reads a report sees it"),
      expires: z.optional(z.string(date).check(z.refine(isDate, date))),
    },
    "an object with a reason and what is to be ignored",
  )
  .check(
    z.refine(hasParts, parts),
    z.refine((rule) => !matchesAll(rule), everything),
  );

export const IGNORE_RULES = z.array(IGNORE_RULE, "a list of rules");

/**
 * Reads a file of rules: a JSON list of them.
 * @throws DriftwatchError `config-invalid`
 */
export function parseIgnoreRules(content: string, path: string): readonly IgnoreRule[] {
  const invalid = (got: string): DriftwatchError =>
    new DriftwatchError("config-invalid", `${path}: ${got}`, "correct the file");
  const text = content.replace(/^\uFEFF/, "");
  const fault = jsonFault(text);
  if (fault !== null) throw invalid(`it is not valid JSON ${fault}`);
  const value: unknown = JSON.parse(text);
  const result = z.safeParse(IGNORE_RULES, value);
  if (result.success) return result.data;
  throw invalid(problemLines(result.error, IGNORE_RULES, value).slice(0, 10).join("; "));
}
