/** Rows of which most of the columns arrive as one text: PostgreSQL's own spelling of a record. */

import type { FieldDef } from "pg";
import type { Row } from "../core/session.ts";
import { ident } from "../core/sql.ts";
import { isAscii, textOfLetters } from "./rows.ts";
import { types } from "./types.ts";

/** How the rows of one statement are packed. */
export interface Packing {
  /** The statement, with the columns `apart` in their order, then a column `packed` with all others. */
  readonly sql: string;
  /** A row as it would have arrived column by column, without those `apart`; of its bytes, a letter each. */
  readonly open: (packed: string) => Row;
}

export function packing(sql: string, fields: readonly FieldDef[], apart: readonly string[]): Packing {
  const known = new Set(fields.map(({ name }) => name));
  const plain = apart.map((name) => (known.has(name) ? `q.${ident(name)}` : `NULL AS ${ident(name)}`));
  const inside = fields.filter(({ name }) => !apart.includes(name));
  const record = `ROW(${inside.map(({ name }) => `q.${ident(name)}`).join(", ")})::text AS packed`;
  const parsers = inside.map(({ name, dataTypeID }) => [name, types.getTypeParser(dataTypeID, "text")] as const);
  return {
    sql: `SELECT ${[...plain, record].join(", ")} FROM (\n${sql}\n) q`,
    open: (packed) => {
      const values = recordValues(packed);
      const read = isAscii(packed) ? asItIs : textOfLetters;
      const row: Record<string, unknown> = {};
      let place = 0;
      for (const [name, parse] of parsers) {
        const value = values[place++] ?? null;
        row[name] = value === null ? null : parse(read(value));
      }
      return row;
    },
  };
}

const asItIs = (text: string): string => text;

/**
 * The values of a record as `record_out` spells it: `(1,"a ""b""",,"\\\\")`; an empty place is NULL. In quotes stands
 * whatever holds a space or one of `(),"\`.
 */
export function recordValues(record: string): (string | null)[] {
  const values: (string | null)[] = [];
  for (let at = 1; at < record.length; ) {
    if (record[at] === '"') {
      const end = closingQuote(record, at);
      values.push(unquoted(record.slice(at + 1, end)));
      at = end + 2;
      continue;
    }
    const comma = record.indexOf(",", at);
    const end = comma < 0 ? record.length - 1 : comma;
    values.push(end === at ? null : record.slice(at, end));
    at = end + 1;
  }
  return values;
}

/** A quote within is doubled. */
function closingQuote(record: string, opening: number): number {
  let at = record.indexOf('"', opening + 1);
  while (record[at + 1] === '"') at = record.indexOf('"', at + 2);
  return at;
}

const unquoted = (text: string): string =>
  text.includes('"') || text.includes("\\") ? text.replaceAll('""', '"').replaceAll("\\\\", "\\") : text;
