/** Rows of which most of the columns arrive as one text: PostgreSQL's own spelling of a record. */

import type { FieldDef } from "pg";
import type { Row } from "../core/session.ts";
import { ident } from "../core/sql.ts";
import { textOfLetters } from "./rows.ts";
import { types } from "./types.ts";

/** How the rows of one statement are packed. */
export interface Packing {
  /** The statement, with all columns but those `apart` in a column `packed`. */
  readonly sql: string;
  /** A row as it would have arrived column by column, without those `apart`; of its bytes, a letter each. */
  readonly open: (packed: string) => Row;
}

export function packing(sql: string, fields: readonly FieldDef[], apart: readonly string[]): Packing {
  const plain = fields.filter(({ name }) => apart.includes(name)).map(({ name }) => ident(name));
  const inside = fields.filter(({ name }) => !apart.includes(name));
  const record = `ROW(${inside.map(({ name }) => `q.${ident(name)}`).join(", ")})::text AS packed`;
  const parsers = inside.map(({ name, dataTypeID }) => [name, types.getTypeParser(dataTypeID, "text")] as const);
  return {
    sql: `SELECT ${[...plain, record].join(", ")} FROM (\n${sql}\n) q`,
    open: (packed) => {
      const values = recordValues(textOfLetters(packed));
      return Object.fromEntries(
        parsers.map(([name, parse], place) => {
          const value = values[place] ?? null;
          return [name, value === null ? null : parse(value)];
        }),
      );
    },
  };
}

/** The values of a record as `record_out` spells it: `(1,"a ""b""",,\"\")`; an empty place is NULL. */
export function recordValues(record: string): (string | null)[] {
  const values: (string | null)[] = [];
  let at = 1;
  while (at < record.length) {
    const start = at;
    let value = "";
    let quoted = false;
    for (; at < record.length; at++) {
      const character = record[at] as string;
      if (character === "\\") value += record[++at] ?? "";
      else if (character === '"') {
        if (quoted && record[at + 1] === '"') value += record[++at];
        else quoted = !quoted;
      } else if (!quoted && (character === "," || character === ")")) break;
      else value += character;
    }
    values.push(at === start ? null : value);
    at += 1;
  }
  return values;
}
