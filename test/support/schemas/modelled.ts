/** A schema of modelled kinds alone, as SQL: all of it can be taken down and built again. */

import { readFileSync } from "node:fs";

const PARTS = [
  "modelled.sql",
  "modelled-server.sql",
  "modelled-foreign.sql",
  "modelled-search.sql",
  "modelled-types.sql",
];

export const MODELLED_SCHEMA = PARTS.map((part) => readFileSync(new URL(part, import.meta.url), "utf8")).join("");

/** What pg_dump does not write down: rights on the languages that PostgreSQL itself brings. */
export const FORGOTTEN_BY_DUMPS = "REVOKE USAGE ON LANGUAGE sql FROM PUBLIC; GRANT USAGE ON LANGUAGE sql TO app_ro";
