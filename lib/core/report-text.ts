/** A report as it is stored: the text of `JSON.stringify(report, null, 2)`, made in pieces. */

import type { Report } from "./report.ts";

/** So deep a report may be long: its statements are elements of a list within a field. */
const DEPTH = 3;
/** Characters that are put into bytes at once. */
const PIECE = 1 << 20;

/**
 * UTF-8, with a newline at its end. A report of everything missing is 50 MB: as one string it would be there three times over
 * before it was stored.
 */
export function reportText(report: Report): Buffer {
  const pieces: Buffer[] = [];
  let text = "";
  for (const part of partsOf(report, "\n", DEPTH)) {
    text += part;
    if (text.length < PIECE) continue;
    pieces.push(Buffer.from(text));
    text = "";
  }
  pieces.push(Buffer.from(`${text}\n`));
  return Buffer.concat(pieces);
}

/** @param newline with the indentation of where the value stands */
function* partsOf(value: unknown, newline: string, depth: number): Generator<string> {
  if (typeof value !== "object" || value === null || depth === 0) {
    yield JSON.stringify(value ?? null, null, 2).replaceAll("\n", newline);
    return;
  }
  const isList = Array.isArray(value);
  const entries: [string, unknown][] = isList
    ? value.map((element) => ["", element])
    : Object.entries(value).filter(([, it]) => it !== undefined);
  const [open, close] = isList ? "[]" : "{}";
  if (entries.length === 0) {
    yield `${open}${close}`;
    return;
  }
  const inner = `${newline}  `;
  for (const [at, [name, element]] of entries.entries()) {
    yield `${at === 0 ? open : ","}${inner}${isList ? "" : `${JSON.stringify(name)}: `}`;
    yield* partsOf(element, inner, depth - 1);
  }
  yield `${newline}${close}`;
}
