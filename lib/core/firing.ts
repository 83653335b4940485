/** In which sessions a trigger, a rule or an event trigger fires. */

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
