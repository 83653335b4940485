/** What the bench asks of the process that does a measured piece of work, and what it answers. */

export interface Job {
  /** A name among those in `work.ts`. */
  readonly work: string;
  readonly url: string;
  readonly major: number;
  /** Where pieces of work leave files to each other. */
  readonly folder: string;
  /** Where the packages of others are. */
  readonly rivals: string;
}

/** What pieces of work leave to each other. */
export const FILES = {
  expected: "expected.json.gz",
  changed: "changed.json.gz",
  actual: "actual.json.gz",
  memory: "memory.json",
  recorded: "recorded.json",
  migrations: "migrations",
} as const;

export interface Measure {
  readonly milliseconds: number;
  /** Of processor time, its helping threads' with it; of our own pieces of work. */
  readonly processor?: number;
  /** The most that the process ever had in memory; undefined where the system does not say. */
  readonly megabytes: number | undefined;
}
