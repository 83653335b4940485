/** A schema in which one of each goes too far: the columns of a table, its partitions, the functions, the grants. */

const COLUMNS = 1_600;
const PARTITIONS = 5_000;
const FUNCTIONS = 10_000;
const GRANTS = 20_000;
const ROLES = 20;
const BATCH = 50;

/** What the schema holds, for whoever reads the measures. */
export const PATHOLOGICAL = `${COLUMNS} columns in a table, ${PARTITIONS} partitions, ${FUNCTIONS} functions, ${GRANTS} grants`;

/** Statements in batches; the roles belong to the server, so it is built once. */
export function* pathologicalSchema(): Iterable<string> {
  yield each(ROLES, (n) => `CREATE ROLE bench_${n};`).join("\n");
  yield "CREATE SCHEMA bench;";
  yield wideTable();
  yield `
    CREATE TABLE bench.measured (
      id bigint NOT NULL, taken_at timestamptz NOT NULL DEFAULT now(), value numeric(12,2) CHECK (value >= 0), note text,
      PRIMARY KEY (id)
    ) PARTITION BY RANGE (id);
    CREATE INDEX ON bench.measured (taken_at);`;
  yield* batches(PARTITIONS, (n) => [
    `CREATE TABLE bench.measured_${n} PARTITION OF bench.measured FOR VALUES FROM (${n * 1000}) TO (${(n + 1) * 1000});`,
    ...grants("SELECT", `bench.measured_${n}`, n),
  ]);
  yield* batches(FUNCTIONS, (n) => [
    `CREATE FUNCTION bench.f${n}(a integer, b text DEFAULT 'x') RETURNS integer LANGUAGE sql STABLE AS 'SELECT a + ${n}';`,
    ...(n < FUNCTIONS / 2 ? grants("EXECUTE", `FUNCTION bench.f${n}(integer, text)`, n) : []),
  ]);
}

const each = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

const wideTable = (): string =>
  `CREATE TABLE bench.wide (${each(COLUMNS, (n) => `c${n} integer NOT NULL DEFAULT ${n}`).join(", ")});`;

/** Half of the grants are on the partitions, half on as many functions. */
const grants = (privilege: string, on: string, n: number): string[] =>
  each(GRANTS / 2 / PARTITIONS, (place) => `GRANT ${privilege} ON ${on} TO bench_${(n + place) % ROLES};`);

function* batches(count: number, make: (n: number) => readonly string[]): Iterable<string> {
  for (let from = 0; from < count; from += BATCH)
    yield each(Math.min(BATCH, count - from), (n) => make(from + n).join("\n")).join("\n");
}
