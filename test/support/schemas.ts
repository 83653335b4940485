/** Schemas to read and rebuild, as SQL files beside this one. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FreshDatabase } from "./postgres.ts";

const file = (name: string): string => readFileSync(join(import.meta.dirname, "schemas", `${name}.sql`), "utf8");

/** A bit of everything PostgreSQL has, whether a kind models it or not. */
export const richSchema = (): string => ["everything", "everything-15", "expressions"].map(file).join("\n");

/** Every kind, and nothing else: all of it can be taken down and built again. */
export const modelledSchema = (): string => file("modelled");

export async function loadRichSchema(database: Pick<FreshDatabase, "sql">): Promise<void> {
  await database.sql(richSchema());
}
