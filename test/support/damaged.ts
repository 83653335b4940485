/** A value with something wrong somewhere in it: what a hand, a disk or another version may have made of a file. */

import fc from "fast-check";
import { expect } from "vitest";
import { DriftwatchError } from "../../lib/core/errors.ts";

type Way = (string | number)[];

/** What is put where something else belongs. */
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    null,
    true,
    "",
    "x",
    0,
    -1,
    1e308,
    2 ** 53,
    [],
    {},
    [null],
    { $sql: 5 },
    { $sql: "view", text: null },
  ),
  fc.constantFrom('"', "a:b", "2026-99-99T99:99:99Z", "\u0000\u001b[2J\n\u2028", "__proto__", "../../etc/passwd"),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.jsonValue({ maxDepth: 3 }),
);

const change = fc.record({
  where: fc.nat(),
  how: fc.constantFrom("replace", "replace", "remove", "repeat", "nest", "key"),
  by: odd,
});

/**
 * @param most how many things are wrong at most
 * @param whole how what is damaged looked before
 */
export const damaged = (whole: unknown, most = 3): fc.Arbitrary<unknown> =>
  fc.array(change, { minLength: 1, maxLength: most }).map((changes) => {
    const holder = { value: structuredClone(whole) };
    for (const { where, how, by } of changes) {
      const ways = waysIn(holder.value);
      const way = ways[where % ways.length] as Way;
      const [parent, key] = holderOf(holder, way);
      const at = parent as Record<string | number, unknown>;
      if (how === "remove" && Array.isArray(parent)) parent.splice(Number(key), 1);
      else if (how === "remove") delete at[key];
      else if (how === "repeat" && Array.isArray(parent)) parent.push(structuredClone(at[key]));
      else if (how === "nest") at[key] = [at[key]];
      else if (how === "key" && !Array.isArray(parent))
        Object.defineProperty(parent, String(by), {
          value: at[key],
          enumerable: true,
          configurable: true,
          writable: true,
        });
      else at[key] = by;
    }
    return holder.value;
  });

function holderOf(holder: { readonly value: unknown }, way: Way): [object, string | number] {
  let parent: unknown = holder;
  let key: string | number = "value";
  for (const next of way) {
    parent = (parent as Record<string | number, unknown>)[key];
    key = next;
  }
  return [parent as object, key];
}

function waysIn(value: unknown, way: Way = []): Way[] {
  if (typeof value !== "object" || value === null) return [way];
  return [way, ...Object.entries(value).flatMap(([key, item]) => waysIn(item, [...way, key]))];
}

/** What it came to; undefined when it was refused as it must be. */
export function orRefused<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DriftwatchError)) throw error;
    expect(error.code).not.toBe("internal");
    expect(error.message).not.toMatch(/[\n\r]|\bat \S+\.[jt]s:\d/);
    return undefined;
  }
}
