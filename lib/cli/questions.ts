/** Questions to a person at a terminal. */

import { DriftwatchError } from "../core/errors.ts";
import type { Answers, Console } from "./console.ts";

/** What is asked, and what an empty answer means; without `otherwise` it must be answered. */
export interface Question {
  readonly field: string;
  readonly text: string;
  readonly otherwise?: string;
}

/**
 * The answers by field; empty ones are left out. Undefined where nobody sits at a terminal.
 * @param check throws a `DriftwatchError` when an answer will not do: it is shown, and the question asked again
 * @throws DriftwatchError `bad-argument` when the person hangs up
 */
export async function replies<F extends string>(
  questions: readonly (Question & { readonly field: F })[],
  console: Console,
  check: (field: F, answer: string) => void,
): Promise<Readonly<Partial<Record<F, string>>> | undefined> {
  const lines = console.answers();
  if (!lines) return undefined;
  const answers: Partial<Record<F, string>> = {};
  try {
    for (const question of questions) {
      const answer = await reply(question, lines, console, check);
      if (answer !== "") answers[question.field] = answer;
    }
    return answers;
  } finally {
    lines.close();
  }
}

async function reply<F extends string>(
  { field, text, otherwise }: Question & { readonly field: F },
  lines: Answers,
  console: Console,
  check: (field: F, answer: string) => void,
): Promise<string> {
  for (;;) {
    await console.ask(`${text}${otherwise === undefined || otherwise === "" ? "" : ` [${otherwise}]`}: `);
    const { value, done } = await lines.next();
    if (done) throw new DriftwatchError("bad-argument", "no more answers came", "run it again, or give options");
    const answer = String(value).trim() || otherwise;
    if (answer === "") return "";
    try {
      check(field, answer ?? "");
      return answer ?? "";
    } catch (error) {
      if (!(error instanceof DriftwatchError)) throw error;
      await console.say(error.remedy);
    }
  }
}
