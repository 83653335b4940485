/** How values become JavaScript: fixed here, whatever the rest of the process has done to `pg.types`. */

import pg from "pg";

type Parse = (text: string) => unknown;

const number: Parse = Number;

/** The typings describe a later release of pg-types, where this is a function. */
const arrays = pg.types.arrayParser as unknown as {
  create(text: string, element: (entry: string | null) => unknown): { parse(): unknown[] };
};

const arrayOf =
  (element: Parse): Parse =>
  (text) => {
    if (text === "{}") return [];
    const entryOf = (entry: string | null) => (entry === null ? null : element(entry));
    if (!PLAIN_LIST.test(text)) return arrays.create(text, entryOf).parse();
    return text
      .slice(1, -1)
      .split(",")
      .map((entry) => entryOf(entry === "NULL" ? null : entry));
  };

/** One level, from 1, and nothing that needs quotes. */
const PLAIN_LIST = /^\{[^{}"\\]+\}$/;

/** `int2vector` and `oidvector`: `1 2 3`. */
const vector: Parse = (text) => (text === "" ? [] : text.split(" ").map(Number));

/** `int8` and `numeric` stay text: a JavaScript number cannot hold them all. */
const string: Parse = (text) => text;
const flag: Parse = (text) => text === "t";

const PARSERS = new Map<number, Parse>([
  [16, flag],
  [21, number], // int2
  [22, vector], // int2vector
  [23, number], // int4
  [26, number], // oid
  [30, vector], // oidvector
  [114, JSON.parse],
  [700, number], // float4
  [701, number], // float8
  [1000, arrayOf(flag)],
  [1002, arrayOf(string)], // "char"[]
  [1003, arrayOf(string)], // name[]
  [1005, arrayOf(number)], // int2[]
  [1007, arrayOf(number)], // int4[]
  [1009, arrayOf(string)], // text[]
  [1015, arrayOf(string)], // varchar[]
  [1016, arrayOf(string)], // int8[]
  [1028, arrayOf(number)], // oid[]
  [1034, arrayOf(string)], // aclitem[]
  [3802, JSON.parse], // jsonb
]);

/** The `types` of every query a session sends. */
export const types: pg.CustomTypesConfig = { getTypeParser: (oid: number) => PARSERS.get(oid) ?? string };
