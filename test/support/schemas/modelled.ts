/** A schema of modelled kinds alone, as SQL: all of it can be taken down and built again. */

import { readFileSync } from "node:fs";

export const MODELLED_SCHEMA = readFileSync(new URL("modelled.sql", import.meta.url), "utf8");
