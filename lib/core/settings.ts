/** Settings of the server as the catalogue keeps them, and as SET spells them. */

import { ident, literal } from "./sql.ts";

// What PostgreSQL keeps as a list of quoted names is spelled as a list of literals: there is no quoted empty name.
const LISTS = ["search_path", "temp_tablespaces", "session_preload_libraries", "local_preload_libraries"];

/** `SET "search_path" TO 'app', 'public'` */
export const setTo = (name: string, value: string): string =>
  `SET ${ident(name)} TO ${LISTS.includes(name) ? namesIn(value).map(literal).join(", ") : literal(value)}`;

const namesIn = (list: string): string[] =>
  Array.from(list.matchAll(/"((?:[^"]|"")*)"|[^\s,"]+/g), ([bare, quoted]) => quoted?.replaceAll('""', '"') ?? bare);
