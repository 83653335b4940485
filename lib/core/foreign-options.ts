/** Options of what lies on other servers, as PostgreSQL stores them (`host=db1`). The values of secret ones are not kept. */

import type { ByHand } from "./by-hand.ts";
import type { Hazard } from "./hazard.ts";
import type { Remedy } from "./kind.ts";
import { sorted, texts } from "./row.ts";
import { ident, literal } from "./sql.ts";
import { type Statement, statement } from "./statement.ts";

export type ForeignOptions = {
  /** `key=value`, in an order of their own. */
  options: readonly string[];
  /** Names of those that may be secret: that they are set is known, to what is not. */
  secrets: readonly string[];
};

const SECRET_NAME = /pass|pwd|secret|token|credential|key|auth|^(service|servicefile|dsn|uri|url)$|conn(ection)?_?str/i;
// A password inside a connection string: `host=db password=…`, `https://user:…@host`.
const SECRET_VALUE = /(password|passwd|pwd|secret|token)\s*[=:]|:\/\/[^/\s@]*:[^/\s@]*@/i;

const keyOf = (option: string): string => option.slice(0, option.indexOf("="));
const settingOf = (option: string): string => option.slice(option.indexOf("=") + 1);
/** Whether `key=value` may be, or hold, a secret. */
export const isSecret = (option: string): boolean =>
  SECRET_NAME.test(keyOf(option)) || SECRET_VALUE.test(settingOf(option));

/** From a catalogue's column. */
export function foreignOptions(column: unknown): ForeignOptions {
  const all = sorted(texts(column));
  return {
    options: all.filter((option) => !isSecret(option)),
    secrets: all.filter(isSecret).map(keyOf),
  };
}

const assignment = (option: string): string => `${ident(keyOf(option))} ${literal(settingOf(option))}`;

/** ` OPTIONS (…)`, or nothing where there are none. */
export const optionsClause = (options: readonly string[]): string =>
  options.length > 0 ? ` OPTIONS (${options.map(assignment).join(", ")})` : "";

/** What makes the options of `target` (`ALTER SERVER "s"`) other ones. */
export function changeForeignOptions(
  target: string,
  actual: ForeignOptions,
  to: readonly string[],
  ...locks: Hazard[]
): Statement[] {
  const [standing, wanted] = [actual.options.map(keyOf), to.map(keyOf)];
  const changes = [
    ...to
      .filter((option) => !actual.options.includes(option))
      .map((option) => {
        const set = standing.includes(keyOf(option)) || actual.secrets.includes(keyOf(option));
        return `${set ? "SET" : "ADD"} ${assignment(option)}`;
      }),
    ...standing.filter((key) => !wanted.includes(key)).map((key) => `DROP ${ident(key)}`),
  ];
  return changes.length > 0
    ? [statement(`${target} OPTIONS (${changes.join(", ")})`, "changes-behaviour", ...locks)]
    : [];
}

/** What takes secret options away that nobody expects; or why a person has to set those that are missing. */
export function changeSecrets(
  target: string,
  actual: ForeignOptions,
  expected: ForeignOptions,
  ...locks: Hazard[]
): Remedy {
  const missing = expected.secrets.filter((key) => !actual.secrets.includes(key));
  if (missing.length > 0) return { manual: reason(target, missing) };
  const kept = [...expected.secrets, ...expected.options.map(keyOf)];
  const surplus = actual.secrets.filter((key) => !kept.includes(key));
  return surplus.length > 0
    ? [
        statement(
          `${target} OPTIONS (${surplus.map((key) => `DROP ${ident(key)}`).join(", ")})`,
          "changes-behaviour",
          ...locks,
        ),
      ]
    : [];
}

/** The secret options of a new object, which a person has to set. */
export const secretsByHand = (target: string, { secrets }: ForeignOptions): ByHand<ForeignOptions>[] =>
  secrets.length > 0 ? [{ attribute: "secrets", reason: reason(target, secrets) }] : [];

const reason = (target: string, keys: readonly string[]): string =>
  `values that may be secret are never read: ${target} OPTIONS (${keys.map((key) => `ADD ${ident(key)} '…'`).join(", ")})`;
