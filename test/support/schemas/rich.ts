/** The rich schema as SQL, in the parts that must run in this order. */

import { readFileSync } from "node:fs";

const part = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");

export const RICH_SCHEMA: readonly string[] = [
  part("everything.sql"),
  part("everything-15.sql"),
  part("expressions.sql"),
];
