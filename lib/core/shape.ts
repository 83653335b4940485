/** Whether a value that was read from somewhere has the shape of what was written there: nothing of ours is taken on trust. */

import { parseAddress } from "./address.ts";
import { type Canonical, isSqlText } from "./canonical.ts";

/** Whether a value is a T. What a T does not name may be in it: a later version may say more. */
export interface Shape<T> {
  (value: unknown): boolean;
  /** No value has it: it makes shapes of two types two types. */
  readonly of?: T;
}

export const text: Shape<string> = (value) => typeof value === "string";
export const flag: Shape<boolean> = (value) => typeof value === "boolean";
export const number: Shape<number> = (value) => typeof value === "number";
/** A text that is a moment. */
export const moment: Shape<string> = (value) => typeof value === "string" && !Number.isNaN(Date.parse(value));

/** An encoded address. */
export const address: Shape<string> = (value) => {
  try {
    return typeof value === "string" && parseAddress(value).path.length > 0;
  } catch {
    return false;
  }
};

export const oneOf =
  <T extends string | number | boolean>(...values: readonly T[]): Shape<T> =>
  (value) =>
    values.includes(value as T);

export const orNull =
  <T>(shape: Shape<T>): Shape<T | null> =>
  (value) =>
    value === null || shape(value);

export const optional =
  <T>(shape: Shape<T>): Shape<T | undefined> =>
  (value) =>
    value === undefined || shape(value);

export const listOf =
  <T>(shape: Shape<T>): Shape<readonly T[]> =>
  (value) =>
    Array.isArray(value) && value.every((item) => shape(item));

/** Every key of T has to be given, those that may be missing as `optional`. */
export function record<T>(shapes: { readonly [K in keyof T]-?: Shape<T[K]> }): Shape<T> {
  const keys = Object.entries<Shape<unknown>>(shapes);
  return (value) =>
    isObject(value) && keys.every(([key, shape]) => shape(Object.hasOwn(value, key) ? value[key] : undefined));
}

/** Whatever its keys are. */
export const mapOf =
  <T>(shape: Shape<T>): Shape<Readonly<Record<string, T>>> =>
  (value) =>
    isObject(value) && Object.values(value).every((item) => shape(item));

export const either =
  <A, B>(a: Shape<A>, b: Shape<B>): Shape<A | B> =>
  (value) =>
    a(value) || b(value);

/** Deeper than anything in a catalogue; what is deeper would exhaust whoever goes through it. */
const DEEPEST = 100;

export const canonical: Shape<Canonical> = (value) => isCanonical(value, DEEPEST);

function isCanonical(value: unknown, deepest: number): boolean {
  if (value === null || typeof value !== "object") return value !== undefined;
  if (deepest === 0) return false;
  if (isSqlText(value))
    return typeof value.text === "string" && typeof value.$sql === "string" && optional(text)(value.form);
  return Object.values(value).every((item) => isCanonical(item, deepest - 1));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
