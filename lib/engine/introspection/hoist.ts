/**
 * What a statement asks in many places is worked out once before it: in a small database PostgreSQL takes longer to plan each of
 * these places than to read it.
 */

import { adoptedInSchema, adoptedSchema } from "../../core/adopted.ts";
import { MEMBER_BIRTHS, TELLING_TABLES } from "../../core/extension-tables.ts";
import { members } from "../../core/sql.ts";

/** By the name that each gets. */
const FRAGMENTS: Readonly<Record<string, string>> = { telling_tables: TELLING_TABLES, member_births: MEMBER_BIRTHS };

/** Where a list of members says whose it is. */
const CATALOGUE = /m\.classid = '(\w+)'::regclass AND NOT \(/g;

/** @returns a statement that says the same */
export function hoisted(sql: string): string {
  let said = sql;
  const before: string[] = [];
  const places = [...sql.matchAll(CATALOGUE)].map(([, catalogue = ""]) => catalogue);
  if (places.length > 1) {
    const catalogues = [...new Set(places)];
    before.push(`members AS MATERIALIZED (${membersOf(catalogues)})`);
    for (const name of catalogues)
      said = said.replaceAll(members(name), `SELECT objid FROM members WHERE classid = '${name}'::regclass`);
  }
  for (const [name, fragment] of Object.entries(FRAGMENTS)) {
    if (said.split(fragment, 3).length < 3) continue;
    before.unshift(`${name} AS MATERIALIZED (${fragment})`);
    said = said.replaceAll(fragment, `SELECT * FROM ${name}`);
  }
  if (before.length === 0) return sql;
  const [, recursive = "", rest] = /^\s*WITH( RECURSIVE)?\s+([\s\S]*)$/.exec(said) ?? [];
  return rest === undefined ? `WITH ${before.join(", ")} ${said}` : `WITH${recursive} ${before.join(", ")}, ${rest}`;
}

const membersOf = (catalogues: readonly string[]): string =>
  "SELECT m.classid, m.objid FROM pg_depend m WHERE m.deptype = 'e' AND m.refclassid = 'pg_extension'::regclass " +
  `AND m.classid IN (${catalogues.map((name) => `'${name}'::regclass`).join(", ")}) AND NOT (${adoptedIn(catalogues)})`;

/** Who may not read pg_namespace is not to need it for the members that are no schemas. */
const adoptedIn = (catalogues: readonly string[]): string =>
  catalogues.includes("pg_namespace")
    ? `CASE m.classid WHEN 'pg_namespace'::regclass THEN ${adoptedSchema("m")} ELSE ${adoptedInSchema("m")} END`
    : adoptedInSchema("m");
