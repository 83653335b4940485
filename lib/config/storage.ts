/** Where a database's objects lie: the same keys in the S3 bucket and in the local directory. */

/** Keys of one database's objects. Everything lies under `prefix`, which is also what its function may touch. */
export interface StorageKeys {
  /** Ends in a slash. */
  readonly prefix: string;
  /** The accepted snapshot. The check reads it and is denied writing it. */
  readonly expected: string;
}

/** The keys of database `id`. */
export const storageKeys = (id: string): StorageKeys => ({ prefix: `${id}/`, expected: `${id}/expected.json.gz` });
