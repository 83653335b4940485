/** Servers of the supported majors, from the packages that `npm run test:majors` fetches. */

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type EmbeddedServer, type ServerOptions, startServer } from "../../lib/postgres/embedded.ts";

export const MAJORS = [14, 15, 16, 17, 18] as const;

const binariesOf = (major: number): string =>
  fileURLToPath(new URL(`../majors/node_modules/postgres-${major}/native/bin`, import.meta.url));

export function startMajor(major: number, options: ServerOptions = {}): Promise<EmbeddedServer> {
  const binaries = binariesOf(major);
  if (!existsSync(binaries))
    throw new Error(`there is no PostgreSQL ${major} in test/majors: npm ci --prefix test/majors`);
  return startServer({ ...options, binaries });
}

/** One of each, oldest first. */
export const startMajors = (
  options: ServerOptions = {},
  majors: readonly number[] = MAJORS,
): Promise<EmbeddedServer[]> => Promise.all(majors.map((major) => startMajor(major, options)));
