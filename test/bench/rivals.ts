/** What others make of the same schema. Their packages are fetched by `npm run bench` alone, into this folder. */

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Whether `npm run bench` could fetch them. */
export const hasRivals = (folder: string): boolean => existsSync(join(folder, "node_modules"));

interface Pool {
  end(): Promise<void>;
}

/** The extraction of `@supabase/pg-delta`, with the options that it has by default. */
export async function extractWithPgDelta(folder: string, url: string): Promise<() => Promise<void>> {
  const entry = requireFrom(folder).resolve("@supabase/pg-delta");
  const { extract } = (await import(pathToFileURL(entry).href)) as { extract(pool: Pool): Promise<unknown> };
  const pg = createRequire(entry)("pg") as { readonly Pool: new (options: { connectionString: string }) => Pool };
  return async () => {
    const pool = new pg.Pool({ connectionString: url });
    await extract(pool);
    await pool.end();
  };
}

export async function inspectWithSchemainspect(folder: string, url: string): Promise<() => Promise<void>> {
  const { PostgreSQL } = requireFrom(folder)("@pgkit/schemainspect") as {
    readonly PostgreSQL: { create(url: string): Promise<unknown> };
  };
  return async () => {
    await PostgreSQL.create(url);
  };
}

const requireFrom = (folder: string): NodeJS.Require => createRequire(join(folder, "package.json"));
