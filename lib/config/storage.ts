/** Where a database's objects lie: the same keys in the S3 bucket and in the local directory. */

/** Keys of one database's objects. Everything lies under `prefix`, which is also what its function may touch. */
export interface StorageKeys {
  /** Ends in a slash. */
  readonly prefix: string;
  /** The accepted snapshot. The check reads it and is denied writing it. */
  readonly expected: string;
  /** What is remembered between checks. */
  readonly state: string;
  /** A snapshot as it was seen, by its fingerprint. */
  observed(fingerprint: string): string;
  /**
   * The report of a check.
   * @param at ISO 8601 in UTC
   * @param n tells the reports of one millisecond apart
   */
  report(at: string, n: number): string;
}

/** Where the page for people lies: beside the report it shows. */
export const pageBeside = (report: string): string => report.replace(/(\.json)?$/, ".html");

/** The keys of database `id`. */
export const storageKeys = (id: string): StorageKeys => ({
  prefix: `${id}/`,
  expected: `${id}/expected.json.gz`,
  state: `${id}/state.json`,
  observed: (fingerprint) => `${id}/observed/${fingerprint}.json.gz`,
  // Without colons, which Windows forbids in file names.
  report: (at, n) => `${id}/reports/${at.replaceAll(/[-:]/g, "")}-${n}.json`,
});

/** Where the observed snapshots of a database lie whose fingerprints begin like this. */
export const observedPrefix = (id: string, beginning: string): string => `${id}/observed/${beginning}`;

/** The fingerprint in the place of an observed snapshot; undefined of any other place. */
export const observedFingerprint = (location: string): string | undefined =>
  /observed[\\/]([0-9a-f]{64})\.json\.gz$/.exec(location)?.[1];

/** What all databases of one storage share. No id begins like that. */
export const SHARED_PREFIX = "_shared/";

/** Where it is kept which targets are checked in one physical database. */
export const residentsKey = (systemIdentifier: string, databaseOid: number): string =>
  `${SHARED_PREFIX}databases/${systemIdentifier}-${databaseOid}.json`;

/** Where the SQL that would take the database back lies: beside the report, too. */
export const planBeside = (report: string): string => report.replace(/(\.json)?$/, ".up.sql");
