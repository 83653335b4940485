/** `npm run schema-doc`. */

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { PUBLISHED, pathOf, schemaText } from "./published.ts";

for (const name of PUBLISHED) {
  mkdirSync(dirname(pathOf(name)), { recursive: true });
  writeFileSync(pathOf(name), schemaText(name));
}
