/** Schemas as SQL in steps, each with the first major that can take it. */

import { readFileSync } from "node:fs";
import { MODELLED_SCHEMA } from "./modelled.ts";

export interface Step {
  readonly since: number;
  readonly sql: string;
}

const step = (since: number, name: string): Step => ({
  since,
  sql: readFileSync(new URL(name, import.meta.url), "utf8"),
});

export const SCHEMAS: Readonly<Record<string, readonly Step[]>> = {
  "a bit of everything": [
    step(14, "everything.sql"),
    step(14, "expressions.sql"),
    step(15, "everything-15.sql"),
    step(16, "everything-16.sql"),
    step(17, "everything-17.sql"),
    step(18, "everything-18.sql"),
  ],
  "every place": [
    step(14, "corpus.sql"),
    step(15, "corpus-15.sql"),
    step(16, "corpus-16.sql"),
    step(17, "corpus-17.sql"),
    step(18, "corpus-18.sql"),
  ],
  "every kind": [{ since: 15, sql: MODELLED_SCHEMA }],
};
