/** Canonical values as text. SQL text is its letters, never its digest. */

import { type Canonical, isSqlText } from "../core/canonical.ts";

/** A value as somebody would write it down: `text`, `a, b`, `generated ALWAYS, options (START 1)`. */
export function valueText(value: Canonical): string {
  if (value === null) return "(none)";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return value === "" ? '""' : value;
  if (isSqlText(value)) return value.text;
  if (Array.isArray(value)) return value.length === 0 ? "(none)" : value.map(itemText).join(", ");
  const fields = Object.entries(value).filter(([, field]) => !isBlank(field));
  if (fields.length === 0) return "(none)";
  return fields
    .map(([name, field]) => (field === true ? words(name) : `${words(name)} ${nestedText(field)}`))
    .join(", ");
}

/** What an item of a list says besides blanks: a key of an index is a column, or an expression. */
function itemText(value: Canonical): string {
  if (typeof value !== "object" || value === null || isSqlText(value) || Array.isArray(value)) return nestedText(value);
  const [field, ...others] = Object.values(value).filter((each) => !isBlank(each));
  return field === undefined || field === true || others.length > 0 ? nestedText(value) : nestedText(field);
}

const nestedText = (value: Canonical): string =>
  typeof value === "object" && value !== null && !isSqlText(value) ? `(${valueText(value)})` : valueText(value);

/** What a spec says by saying nothing. */
export const isBlank = (value: Canonical): boolean =>
  value === null ||
  value === false ||
  value === "" ||
  (typeof value === "object" && !isSqlText(value) && Object.values(value).every((item) => isBlank(item as Canonical)));

/** An attribute's name in words: `notNull` is "not null". */
export const words = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
