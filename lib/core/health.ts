/** The contract of a health check: what may be wrong with a database though it is as expected. */

import type { Address } from "./address.ts";
import type { Server } from "./kind.ts";
import type { Row } from "./row.ts";
import type { Severity, Verdict } from "./severity.ts";

export const HEALTH_CHECKS = [
  "index-invalid",
  "constraint-not-validated",
  "trigger-disabled",
  "policy-without-row-security",
  "row-security-without-policy",
  "security-definer-search-path",
  "collation-version",
  "extension-update",
  "sequence-exhaustion",
  "index-duplicate",
  "index-prefix",
  "foreign-key-without-index",
  "table-without-primary-key",
] as const;
export type HealthCheckName = (typeof HEALTH_CHECKS)[number];

/** What a target asks of its health. */
export interface HealthRules {
  /**
   * Checks that are not made.
   * @default - all are
   */
  readonly off?: readonly HealthCheckName[];
  /**
   * The mildest severity that takes part in the incident, as findings do.
   * @default - none: what is found is reported, and nobody is told
   */
  readonly alertThreshold?: Severity;
}

export interface HealthCheck {
  readonly name: HealthCheckName;
  /** What it looks for, in the plural: `indexes that are not valid`. */
  readonly title: string;
  /** What it looks at changes while the catalogue's stamp stands still: it is made at every check. */
  readonly restless?: boolean;
  /**
   * One set-based statement over `pg_catalog` that deparses nothing. Of its columns (text, flags, integers of 4 bytes,
   * arrays of these) the engine reads `schema`, where the object lies in one, and `closed`: the row cannot be judged,
   * because a right is missing.
   * @param unmoved the catalogue's stamp stands still: what could not have come to matter since need not be looked for
   */
  readonly query: (server: Server, unmoved: boolean) => string;
  /**
   * A statement that looks closer at some of the rows, which have names only now. Its columns are added to the row whose
   * number, counted from 0, is in its column `at`; a row that is not there is dropped.
   */
  readonly probe?: (rows: readonly Row[]) => string;
  /** null: all is well. */
  readonly ailment: (row: Row) => Ailment | null;
  /** How to let the role see the rows that are closed to it. */
  readonly remedy?: (closed: readonly Row[]) => string;
}

export interface Ailment extends Verdict {
  readonly address: Address;
  /** What to do, with the SQL to run. */
  readonly suggestion: string;
  /** The table at the root, of what stands in a partition: there are many of them, and they are told of together. */
  readonly partitionOf?: Address | undefined;
  /** What it belongs to, where its address does not tell: the column that a sequence is there for. */
  readonly belongsTo?: Address | undefined;
}

/** Schema and name of the table at the root of a partition, as text[]; NULL of what is none. */
export const partitionRoot = (table: string): string =>
  `CASE WHEN ${table}.relispartition THEN (SELECT ARRAY[rooted.nspname, root.relname]::text[] FROM pg_class root ` +
  `JOIN pg_namespace rooted ON rooted.oid = root.relnamespace WHERE root.oid = pg_partition_root(${table}.oid)) END`;
