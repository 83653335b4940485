/** Migrations to be replayed one after the other, wherever they come from: scripts, or a project's own tool. */

import type { MigrationRecord } from "../core/history.ts";
import type { RunOptions } from "./run.ts";
import type { Scratch } from "./scratch.ts";

/** What is known of a migration that has been run, but for what it did. */
export type Ran = Omit<MigrationRecord, "effects">;

export interface Step {
  /** What to call it while it runs: `migrations/0004_price.sql`. */
  readonly name: string;
  /** Runs it; null when there was nothing left to run. */
  readonly run: () => Promise<Ran | null>;
}

export interface Source {
  /** `flyway`. */
  readonly layout: string;
  /** `Flyway`. */
  readonly title: string;
  /** How many there are; null where only the tool knows. */
  readonly size: number | null;
  readonly steps: () => AsyncIterable<Step> | Iterable<Step>;
  readonly close: () => Promise<void>;
}

/** Makes a source ready to run on a scratch database. */
export type OpenSource = (scratch: Scratch, options: RunOptions) => Promise<Source>;
