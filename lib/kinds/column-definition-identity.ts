/** The numbers that an identity column hands out, as its sequence was told. */

import { type Canonical, isTexts } from "../core/canonical.ts";
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
      `START WITH ${start}`,
      `CACHE ${cache}`,
      cycle === "t" ? "CYCLE" : "NO CYCLE",
    ],
  };
}

/** Without what PostgreSQL has of itself; of one that counts down all is said. */
export function unusual(options: readonly string[]): readonly string[] {
  if (options.some((option) => option.startsWith("INCREMENT BY -"))) return options;
  const least = options.find((option) => option.startsWith("MINVALUE "))?.replace("MINVALUE", "START WITH");
  const usual = ["INCREMENT BY 1", "MINVALUE 1", "NO MAXVALUE", least, "CACHE 1", "NO CYCLE"];
  return options.filter((option) => !usual.includes(option));
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
  const down = options.some((option) => option.startsWith("INCREMENT BY -"));
  const [end, none] = down ? [`MINVALUE ${-1n - BigInt(edge)}`, "NO MINVALUE"] : [`MAXVALUE ${edge}`, "NO MAXVALUE"];
  return options.map((option) => (option === end ? none : option));
}
