/** What replaying a project's migrations one at a time found out: what each of them does to a schema. */

/** Kept inside the snapshot that the replay ended with. */
export interface History {
  /** The layout the files were read by: `flyway`. */
  readonly layout: string;
  /** Addresses of what was there before the first of them. */
  readonly start: readonly string[];
  /** In the order in which they were applied. */
  readonly migrations: readonly MigrationRecord[];
}

export interface MigrationRecord {
  /** What the tool's ledger calls it: `2.1`, `20240101120000`, `shop.0004_price`. */
  readonly id: string;
  /** What people call it: the file's name, or the tool's. */
  readonly name: string;
  /** The app, where the tool has apps. */
  readonly group: string | null;
  /** Path within the project's directory, with slashes; null where no single file holds it. */
  readonly file: string | null;
  /** As the tool computes it, spelled as its ledger spells it; null where it computes none. */
  readonly checksum: string | null;
  /** Another one that the tool takes for the same. */
  readonly equivalentChecksum?: string;
  /** Ids of the other migrations it stands for: recorded when all of them are. */
  readonly replaces: readonly string[];
  /** Ids of the migrations that must have been applied before; empty where the order alone tells. */
  readonly needs: readonly string[];
  /** It is run after all others, and again whenever its file changes. */
  readonly repeatable: boolean;
  /** `context test`: it is run only where somebody asks for that; undefined = it always is. */
  readonly condition?: string;
  /** By address, in canonical order; empty of a migration that changes no schema. */
  readonly effects: readonly Effect[];
}

/**
 * What a migration wrote of one object: the attributes it changed, each by the digest of its value (16 hex characters).
 * `before` is null of what it created, `after` of what it removed.
 */
export interface Effect {
  readonly address: string;
  readonly before: Digests | null;
  readonly after: Digests | null;
}

export interface Digests {
  readonly [attribute: string]: string;
}
