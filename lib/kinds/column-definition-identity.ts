/** The numbers that an identity column hands out, as its sequence was told. */

import type { Canonical } from "../core/canonical.ts";
import { text } from "../core/row.ts";

/** `options`: those of the sequence behind it; `sequence`: its name. It lies, and moves, where the table does. */
export type Identity = { generated: string; sequence: string; options: readonly string[] };

const GREATEST: Readonly<Record<string, string>> = { "21": "32767", "23": "2147483647" };

export function identityOf(row: Readonly<Record<string, unknown>>): Identity {
  const [type = "", by = "", least = "", greatest = "", start, cache, cycle, ...name] = text(row.sequence).split(" ");
  const edge = GREATEST[type] ?? "9223372036854775807";
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

/** Rules 3 told the schema of the sequence, too. */
export const earlierIdentity = (identity: Canonical = null): Canonical =>
  identity !== null && typeof identity === "object" && "sequence" in identity && Array.isArray(identity.sequence)
    ? { ...identity, sequence: identity.sequence.at(-1) }
    : identity;
