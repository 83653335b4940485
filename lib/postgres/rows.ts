/** A row's bytes → its values. */

import { isUtf8 } from "node:buffer";
import type { FieldDef } from "pg";
import type { Row, Values } from "../core/session.ts";
import { types } from "./types.ts";

type Decode = (bytes: Buffer, from: number, to: number) => unknown;

/** The length of a value that there is none of. */
const NULL = -1;

/** The columns of a statement: rows of every shape are read by the same code, into a list. */
export class Columns {
  readonly #names: readonly string[];
  readonly #decoders: readonly Decode[];
  readonly #values: unknown[];

  /** @param packed the last column is not read, but its bytes handed on as they are, a letter each */
  constructor(fields: readonly FieldDef[], packed = false) {
    const last = fields.length - 1;
    this.#names = fields.map(({ name }) => name);
    this.#decoders = fields.map((field, place) => (packed && place === last ? letters : decoderOf(field)));
    this.#values = fields.map(() => null);
  }

  /** The values of a row, by the number of their column; the next row overwrites them. */
  valuesOf(bytes: Buffer, at: number): Values {
    // After the number of fields comes each, behind its length.
    let from = at + 2;
    for (let place = 0; place < this.#decoders.length; place++) {
      const length = bytes.readInt32BE(from);
      from += 4;
      if (length === NULL) {
        this.#values[place] = null;
        continue;
      }
      this.#values[place] = (this.#decoders[place] as Decode)(bytes, from, from + length);
      from += length;
    }
    return this.#values;
  }

  /** The same by the names of the columns, written into `row`. */
  named(values: Values, row: Record<string, unknown>): Row {
    for (let place = 0; place < this.#names.length; place++) row[this.#names[place] as string] = values[place];
    return row;
  }
}

/** The text of what was handed on a letter a byte. */
export function textOfLetters(letters: string): string {
  const bytes = Buffer.from(letters, "latin1");
  return textOf(bytes, 0, bytes.length);
}

/** Then its letters are its text. */
export const isAscii = (letters: string): boolean => !/[\u0080-\u00ff]/.test(letters);

function decoderOf({ dataTypeID }: FieldDef): Decode {
  if (WHOLE_NUMBERS.has(dataTypeID)) return wholeNumber;
  const parse: (text: string) => unknown = types.getTypeParser(dataTypeID, "text");
  const text = repeatedText();
  return (bytes, from, to) => parse(text(bytes, from, to));
}

/** Bytes that are no UTF-8, as a database without an encoding may hold: a letter each, so that no two become one. */
function textOf(bytes: Buffer, from: number, to: number): string {
  const text = bytes.toString("utf8", from, to);
  return text.includes("\ufffd") && !isUtf8(bytes.subarray(from, to)) ? bytes.toString("latin1", from, to) : text;
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
    text = textOf(bytes, from, to);
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
