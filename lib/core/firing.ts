/** In which sessions a trigger, a rule or an event trigger fires. */

import { critical, high, medium, type Verdict } from "./severity.ts";
import { ident, qualified } from "./sql.ts";
import { type Statement, statement } from "./statement.ts";

const STATES: Readonly<Record<string, readonly [state: string, words: string]>> = {
  O: ["origin", "ENABLE"],
  D: ["disabled", "DISABLE"],
  R: ["replica", "ENABLE REPLICA"],
  A: ["always", "ENABLE ALWAYS"],
};

/** The catalogue's letter in words: `origin` (which is the default), `disabled`, `replica`, `always`. */
export const firingState = (letter: string): string => STATES[letter]?.[0] ?? letter;

/** What ALTER says to bring a state about: `ENABLE REPLICA`. */
export const firingWords = (state: string): string =>
  Object.values(STATES).find(([name]) => name === state)?.[1] ?? "ENABLE";

export const firing = (table: readonly string[], name: string, state: string): Statement =>
  statement(
    `ALTER TABLE ${qualified(...table)} ${firingWords(state)} TRIGGER ${ident(name)}`,
    "changes-behaviour",
    "share-row-exclusive-lock",
  );

/** What it means that a trigger has come to fire so. */
export const firingDrift = (expected: string, actual: string): Verdict =>
  actual === "disabled"
    ? critical("the trigger is disabled: what it used to do at every write is not done")
    : actual === "replica"
      ? high("writes of ordinary sessions pass the trigger by: it fires on replicas only")
      : expected === "disabled"
        ? high("every write runs code that was switched off")
        : medium("what replication writes fires the trigger, too, or no longer does");
