/** Questions to the person at the terminal. Never asked where there is none. */

import type { Readable, Writable } from "node:stream";
import { DriftwatchError } from "../core/errors.ts";
import { printable } from "../report/printable.ts";
import type { Console } from "./console.ts";

/** A person's terminal: both of its ends. */
export interface Terminal {
  readonly input: Readable;
  readonly output: Writable;
}

export interface Choice<T> {
  readonly value: T;
  readonly label: string;
  readonly hint?: string;
}

export interface Asking {
  /** One of several; the first is the default. */
  choose<T>(question: string, choices: readonly Choice<T>[]): Promise<T>;
  /** Any of several; those named first are chosen to begin with. */
  pick<T>(question: string, choices: readonly Choice<T>[], chosen: readonly T[]): Promise<readonly T[]>;
  /** A text. @param refuses says what is wrong with it */
  text(question: string, refuses?: (text: string) => string | undefined): Promise<string>;
}

/**
 * @param why what wants to ask, and how to do without
 * @throws DriftwatchError `bad-argument` where nobody could answer
 */
export async function askingAt(
  console: Console,
  why: { readonly got: string; readonly remedy: string },
): Promise<Asking> {
  const { terminal } = console;
  if (!terminal) throw new DriftwatchError("bad-argument", why.got, why.remedy);
  // Loaded for whoever is asked.
  const { isCancel, multiselect, select, text } = await import("@clack/prompts");
  const at = { input: terminal.input, output: terminal.output, signal: console.signal };
  const answered = <T>(answer: T): Exclude<T, symbol> => {
    if (!isCancel(answer)) return answer as Exclude<T, symbol>;
    throw new DriftwatchError("plan-refused", "it was cancelled and nothing was done", "start it again");
  };
  const shown = (choices: readonly Choice<unknown>[]) =>
    choices.map(({ label, hint }, place) => ({
      value: place,
      label: `${place + 1}  ${printable(label)}`,
      ...(hint === undefined ? {} : { hint: printable(hint) }),
    }));
  return {
    async choose(question, choices) {
      const place = answered(await select({ ...at, message: printable(question), options: shown(choices) }));
      return (choices[place] as Choice<never>).value;
    },
    async pick(question, choices, chosen) {
      const initialValues = choices.flatMap(({ value }, place) => (chosen.includes(value) ? [place] : []));
      const message = printable(question);
      const places = answered(
        await multiselect({ ...at, message, options: shown(choices), initialValues, required: false }),
      );
      return places.map((place) => (choices[place] as Choice<never>).value);
    },
    async text(question, refuses) {
      const validate = (value: string | undefined) => refuses?.(value ?? "");
      return answered(await text({ ...at, message: printable(question), validate })) ?? "";
    },
  };
}
