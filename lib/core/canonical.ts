/** Canonical values, and the one encoding over which fingerprints and comparisons are taken. */

import { byCodeUnit } from "./address.ts";

/** How a piece of SQL text is read before it is compared. */
export type Sort =
  | "expression"
  | "default"
  | "statement"
  | "view"
  | "partition-key"
  | "partition-bound"
  | "constraint"
  | "routine-body";

/**
 * SQL text as PostgreSQL's deparser printed it. The text is kept for people and for DDL; what is compared and
 * fingerprinted is `form`, the digest of its canonical parse tree (`""` until it has been canonicalised).
 */
export interface SqlText {
  readonly $sql: Sort;
  readonly text: string;
  readonly form: string;
  /**
   * Where majors print the same DDL differently and no rule can settle it: the form of what they would agree on, `*`
   * for a text that could not be read. Two majors' texts that are alike in it, and not in `form`, are neither equal nor
   * different.
   */
  readonly loose?: string;
}

/** A value a canonical form may hold; anything else is a mistake in a kind, not data. */
export type Canonical =
  | null
  | boolean
  | number
  | string
  | SqlText
  | readonly Canonical[]
  | { readonly [key: string]: Canonical };

/** SQL text as a kind reads it, not canonicalised yet. */
export const sqlText = (sort: Sort, text: string): SqlText => ({ $sql: sort, text, form: "" });

export const sqlTextOrNull = (sort: Sort, text: string | null): SqlText | null =>
  text === null ? null : sqlText(sort, text);

export const isSqlText = (value: unknown): value is SqlText =>
  typeof value === "object" && value !== null && "$sql" in value;

/**
 * The canonical encoding: JSON with keys in code-unit order, SQL text by its form alone.
 * Two values encode alike exactly when they are equal.
 * @throws RangeError for a number that is no safe integer, or SQL text that was never canonicalised.
 */
export function encode(value: Canonical): string {
  if (typeof value === "number" && !Number.isSafeInteger(value))
    throw new RangeError(`canonical form: ${value} is not a safe integer`);
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(encode).join(",")}]`;
  if (isSqlText(value)) {
    if (!value.form) throw new RangeError(`canonical form: SQL text without a form: ${value.text.slice(0, 60)}`);
    return `{"$sql":"${value.$sql}","form":"${value.form}"}`;
  }
  const object = value as { readonly [key: string]: Canonical };
  let encoded = "";
  for (const key of Object.keys(object).sort(byCodeUnit))
    encoded += `${encoded === "" ? "" : ","}${JSON.stringify(key)}:${encode(object[key] as Canonical)}`;
  return `{${encoded}}`;
}

/** Whether nothing but SQL texts that two majors may print differently keeps two values apart. */
export function alikeAcrossMajors(a: Canonical, b: Canonical): boolean {
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return a === b;
  if (isSqlText(a) || isSqlText(b)) return isSqlText(a) && isSqlText(b) && alikeTexts(a, b);
  const [left, right] = [Object.entries(a), new Map<string, Canonical>(Object.entries(b))];
  return (
    Array.isArray(a) === Array.isArray(b) &&
    left.length === right.size &&
    left.every(([key, item]) => right.has(key) && alikeAcrossMajors(item, right.get(key) ?? null))
  );
}

const alikeTexts = (a: SqlText, b: SqlText): boolean =>
  a.$sql === b.$sql &&
  (a.form === b.form || a.loose === "*" || b.loose === "*" || (a.loose ?? a.form) === (b.loose ?? b.form));

/** The same value with every SQL text in it replaced. */
export function mapSqlTexts<T extends Canonical>(value: T, replace: (text: SqlText) => SqlText): T {
  if (value === null || typeof value !== "object") return value;
  if (isSqlText(value)) return replace(value) as T;
  if (Array.isArray(value)) return value.map((item) => mapSqlTexts(item as Canonical, replace)) as unknown as T;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, mapSqlTexts(item as Canonical, replace)]),
  ) as T;
}

/** Whether it is, or holds, SQL text. */
export const hasSqlText = (value: Canonical): boolean =>
  isSqlText(value) || (typeof value === "object" && value !== null && Object.values(value).some(hasSqlText));

/** A list of texts: names, or a path of them. */
export const isTexts = (value: Canonical): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");
