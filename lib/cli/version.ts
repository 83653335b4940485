/** The version of this package. */

import { createRequire } from "node:module";

export function version(): string {
  const description: unknown = createRequire(import.meta.url)("driftwatch/package.json");
  return typeof description === "object" && description !== null && "version" in description
    ? String(description.version)
    : "unknown";
}
