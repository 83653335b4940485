/** Reading a catalogue row: each reader states the type it expects. */

export type Row = Readonly<Record<string, unknown>>;

/**
 * A value is missing that the catalogue always has. PostgreSQL's deparsers answer NULL for an object that was
 * dropped between the query's snapshot and theirs, so the read was torn and must be repeated.
 */
export class TornRead extends Error {}

export function text(value: unknown): string {
  if (typeof value === "string") return value;
  throw new TornRead(`expected text, got ${value === null ? "NULL" : typeof value}`);
}

export const textOrNull = (value: unknown): string | null =>
  value === null || value === undefined ? null : text(value);

export const flag = (value: unknown): boolean => value === true;

export function integer(value: unknown): number {
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  throw new TornRead(`expected an integer, got ${value === null ? "NULL" : typeof value}`);
}

export const integerOrNull = (value: unknown): number | null =>
  value === null || value === undefined ? null : integer(value);

export function texts(value: unknown): readonly string[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw new TornRead(`expected an array, got ${typeof value}`);
  return value.map(text);
}

export const textsOrNull = (value: unknown): readonly string[] | null =>
  value === null || value === undefined ? null : texts(value);

/** `key=value` options as PostgreSQL stores them, in an order of their own. */
export const sorted = (values: readonly string[]): readonly string[] =>
  [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
