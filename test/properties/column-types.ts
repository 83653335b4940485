/** What columns of generated tables are made of. */

export const TYPES = [
  "int",
  "bigint",
  "text",
  "varchar(20)",
  "numeric(8,2)",
  "boolean",
  "timestamptz",
  "text[]",
  "jsonb",
  "mood",
  "smallint",
  "double precision",
  "date",
  "uuid",
  "interval",
  "char(5)",
  "int[]",
  "bytea",
] as const;

/** Defaults by type, spelled as a person would. */
export const DEFAULTS: Readonly<Record<(typeof TYPES)[number], readonly string[]>> = {
  int: ["0", "1 + 1", "-5"],
  bigint: ["9223372036854775807"],
  text: ["'x'", "'it''s'", "CURRENT_USER", "lower('A')"],
  "varchar(20)": ["'y'", "'a' || 'b'"],
  "numeric(8,2)": ["1.5"],
  boolean: ["false", "(NOT false)"],
  timestamptz: ["now()", "'2020-01-01 12:00+02'"],
  "text[]": ["'{}'", "ARRAY['a', 'b']"],
  jsonb: [`'{"a": 1}'`],
  mood: ["'ok'"],
  smallint: ["7"],
  "double precision": ["0.5", "'NaN'"],
  date: ["CURRENT_DATE", "'2024-02-29'"],
  uuid: ["gen_random_uuid()"],
  interval: ["'1 day'"],
  "char(5)": ["'abc'"],
  "int[]": ["'{1,2}'"],
  bytea: ["'\\x00ff'"],
};

/** What it becomes without a loss, and without a cast that somebody has to spell. */
export const WIDER: Readonly<Record<string, string>> = {
  int: "bigint",
  text: 'text COLLATE "C"',
  "varchar(20)": "varchar(40)",
  "numeric(8,2)": "numeric(12,4)",
  smallint: "bigint",
  date: "timestamptz",
};
