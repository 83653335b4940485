/** Effects one by one: each attribute, and whether the object exists, before a migration and after. */

import type { Effect } from "../core/history.ts";

/** The value of an attribute, or whether an object exists: what a migration writes and the live schema has. */
export type Value = string | boolean | null;

export interface Write {
  readonly key: string;
  readonly address: string;
  /** null: the object's existence. */
  readonly attribute: string | null;
  readonly before: Value;
  readonly after: Value;
}

export const keyOf = (address: string, attribute: string | null): string => `${address} ${attribute ?? ""}`;
/** As people are told: `column:app.users.email type`. */
export const nameOf = ({ address, attribute }: Write): string =>
  attribute === null ? address : `${address} ${attribute}`;

export function writesOf({ address, before, after }: Effect): Write[] {
  const attributes = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const write = (attribute: string | null, from: Value, to: Value): Write => ({
    ...{ key: keyOf(address, attribute), address, attribute, before: from, after: to },
  });
  const existence = before === null || after === null ? [write(null, before !== null, after !== null)] : [];
  return [...existence, ...attributes.map((name) => write(name, before?.[name] ?? null, after?.[name] ?? null))];
}
