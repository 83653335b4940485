/** The numbers that an identity column hands out, as its sequence was told. */

import { type Canonical, isTexts } from "../core/canonical.ts";
import type { Counting } from "../core/numbering.ts";
import { text } from "../core/row.ts";

/** `options`: those of the sequence behind it; `sequence`: its name. It lies, and moves, where the table does. */
export type Identity = { generated: string; sequence: string; options: readonly string[] };

const GREATEST: Readonly<Record<string, string>> = { smallint: "32767", integer: "2147483647" };

export function identityOf(row: Readonly<Record<string, unknown>>): Identity {
  const [, by = "", least = "", greatest = "", start, cache, cycle, ...name] = text(row.sequence).split(" ");
  // LIKE … INCLUDING IDENTITY numbers an integer by a sequence of bigint that ends where an integer does.
  const edge = GREATEST[text(row.type)] ?? "9223372036854775807";
  const down = by.startsWith("-");
  return {
    generated: row.identity === "a" ? "ALWAYS" : "BY DEFAULT",
    sequence: name.join(" "),
    options: [
      `INCREMENT BY ${by}`,
      down && BigInt(least) === -1n - BigInt(edge) ? "NO MINVALUE" : `MINVALUE ${least}`,
      !down && greatest === edge ? "NO MAXVALUE" : `MAXVALUE ${greatest}`,
      `${START}${start}`,
      `CACHE ${cache}`,
      cycle === "t" ? "CYCLE" : "NO CYCLE",
    ],
  };
}

/** Where it starts, among its options. */
export const START = "START WITH ";

const countsDown = (options: readonly string[]): boolean =>
  options.some((option) => option.startsWith("INCREMENT BY -"));

/** Without what PostgreSQL has of itself; of one that counts down all is said. */
export function unusual(options: readonly string[]): readonly string[] {
  if (countsDown(options)) return options;
  const least = options.find((option) => option.startsWith("MINVALUE "))?.replace("MINVALUE ", START);
  const usual = ["INCREMENT BY 1", "MINVALUE 1", "NO MAXVALUE", least, "CACHE 1", "NO CYCLE"];
  return options.filter((option) => !usual.includes(option));
}

export function countingOf({ options }: Identity): Counting {
  const down = countsDown(options);
  return {
    down,
    start: numberOf(options, START) ?? 1n,
    end: numberOf(options, down ? "MINVALUE " : "MAXVALUE "),
  };
}

/** Where its sequence began is out of bounds, and so, as far as anybody knows, is where it has come to. */
export function isBeyond(from: Identity, to: Identity): boolean {
  const began = numberOf(from.options, START) ?? 1n;
  return began < (numberOf(to.options, "MINVALUE ") ?? began) || began > (numberOf(to.options, "MAXVALUE ") ?? began);
}

function numberOf(options: readonly string[], word: string): bigint | undefined {
  const option = options.find((each) => each.startsWith(word));
  return option === undefined ? undefined : BigInt(option.slice(word.length));
}

/** Rules 3 told the schema of the sequence, too; rules 4 went by its type, not by the column's. */
export function earlierIdentity(identity: Canonical = null, type: Canonical = null): Canonical {
  if (identity === null || typeof identity !== "object" || !("sequence" in identity)) return identity;
  const { sequence, options } = identity;
  return {
    ...identity,
    ...(Array.isArray(sequence) ? { sequence: sequence.at(-1) } : {}),
    ...(options !== undefined && isTexts(options) ? { options: earlierOptions(options, GREATEST[String(type)]) } : {}),
  };
}

function earlierOptions(options: readonly string[], edge: string | undefined): readonly string[] {
  if (edge === undefined) return options;
  const down = countsDown(options);
  const [end, none] = down ? [`MINVALUE ${-1n - BigInt(edge)}`, "NO MINVALUE"] : [`MAXVALUE ${edge}`, "NO MAXVALUE"];
  return options.map((option) => (option === end ? none : option));
}
