/** A row's bytes → its values. */

import type { FieldDef } from "pg";
import type { Row } from "../core/session.ts";
import { types } from "./types.ts";

type Decode = (bytes: Buffer, from: number, to: number) => unknown;

/** The length of a value that there is none of. */
const NULL = -1;

/** Reads rows with these fields, each into an object of its own. */
export const rowReader = (fields: readonly FieldDef[]): ((bytes: Buffer, at: number) => Row) => {
  const fill = filler(fields.map((field) => [field.name, decoderOf(field)]));
  return (bytes, at) => fill({}, bytes, at);
};

/** Reads rows with these fields, all into the same object. */
export const passingRowReader = (fields: readonly FieldDef[]): ((bytes: Buffer, at: number) => Row) => {
  const row = {};
  const fill = filler(fields.map((field) => [field.name, decoderOf(field)]));
  return (bytes, at) => fill(row, bytes, at);
};

/**
 * Reads rows of which the last field is packed, all into the same object. Packed bytes are not read but handed on as they
 * are, a letter each.
 */
export function packedRowReader(fields: readonly FieldDef[]): (bytes: Buffer, at: number) => Row {
  const row = {};
  const last = fields.length - 1;
  const fill = filler(fields.map((field, place) => [field.name, place === last ? letters : decoderOf(field)]));
  return (bytes, at) => fill(row, bytes, at);
}

/** The text of what was handed on a letter a byte. */
export const textOfLetters = (packed: string): string =>
  BEYOND_ASCII.test(packed) ? Buffer.from(packed, "latin1").toString("utf8") : packed;

const BEYOND_ASCII = /[\u0080-\u00ff]/;

const filler =
  (fields: readonly (readonly [name: string, decode: Decode])[]) =>
  (row: Record<string, unknown>, bytes: Buffer, at: number): Row => {
    // After the number of fields comes each, behind its length.
    let from = at + 2;
    for (const [name, decode] of fields) {
      const length = bytes.readInt32BE(from);
      from += 4;
      if (length === NULL) {
        row[name] = null;
        continue;
      }
      row[name] = decode(bytes, from, from + length);
      from += length;
    }
    return row;
  };

function decoderOf({ dataTypeID }: FieldDef): Decode {
  if (WHOLE_NUMBERS.has(dataTypeID)) return wholeNumber;
  const parse: (text: string) => unknown = types.getTypeParser(dataTypeID, "text");
  const text = repeatedText();
  return (bytes, from, to) => parse(text(bytes, from, to));
}

const letters: Decode = (bytes, from, to) => bytes.toString("latin1", from, to);

/** `int2`, `int4`, `oid`. */
const WHOLE_NUMBERS = new Set([21, 23, 26]);
const [MINUS, ZERO] = [0x2d, 0x30];

const wholeNumber: Decode = (bytes, from, to) => {
  const negative = bytes[from] === MINUS;
  let number = 0;
  for (let at = negative ? from + 1 : from; at < to; at++) number = number * 10 + (bytes[at] as number) - ZERO;
  return negative ? -number : number;
};

/** Reads the texts of one field; one that is that of the row before is not read again. */
function repeatedText(): (bytes: Buffer, from: number, to: number) => string {
  let before: Buffer = Buffer.alloc(0);
  let [start, length, text] = [0, 0, ""];
  return (bytes, from, to) => {
    if (to - from === length && isSame(before, start, bytes, from, length)) return text;
    text = bytes.toString("utf8", from, to);
    [before, start, length] = [bytes, from, to - from];
    return text;
  };
}

/** Longer texts are read faster than compared. */
const SHORT = 64;

function isSame(a: Buffer, atA: number, b: Buffer, atB: number, length: number): boolean {
  if (length > SHORT) return false;
  for (let place = length - 1; place >= 0; place--) if (a[atA + place] !== b[atB + place]) return false;
  return true;
}
