/** The migration ledger, and what it comes to beside the files and the live schema. */

/** What a ledger says of one migration. */
export interface LedgerEntry {
  readonly id: string;
  /** `failed`: begun and not ended, or ended badly. */
  readonly state: "applied" | "failed";
  /** As the ledger spells it; null where it keeps none. */
  readonly checksum: string | null;
  /** Said outright, and not concluded from a newer one. */
  readonly explicit: boolean;
  /** How the ledger spells the path in the id, where it does otherwise. */
  readonly path?: string;
}

/** The ledger of another tool than the one the files were taken for. */
export interface OtherLedger {
  readonly kind: string;
  readonly table: string;
  /** What the files could be read as instead. */
  readonly layouts: readonly string[];
}

/** What to do about it. */
export const insteadOf = ({ layouts }: OtherLedger): string => `replay with --layout ${layouts.join(" or ")}`;

export type Ledger =
  | { readonly found: "read"; readonly kind: string; readonly table: string; readonly entries: readonly LedgerEntry[] }
  /** There is no such table; perhaps another tool's, with these migrations in it. */
  | { readonly found: "absent"; readonly kind: string; readonly other?: OtherLedger }
  | {
      readonly found: "unreadable";
      readonly kind: string;
      readonly table: string;
      readonly reason: string;
      readonly remedy: string;
    };

/**
 * What a migration turned out to be. `applied` and `pending` are as they should be, and so is `superseded`: applied, and
 * all it did was undone later. `unverifiable`: recorded, and it changed no schema.
 */
export type MigrationState =
  | "applied"
  | "superseded"
  | "unverifiable"
  | "pending"
  | "recorded-missing"
  | "half-applied"
  | "unrecorded-present"
  | "failed-or-dirty"
  | "skipped-by-order"
  | "recorded-orphan";

/** What one migration shows in the live schema: effects by address, `column:app.users.email type`. */
export interface Judgement {
  readonly id: string;
  readonly name: string;
  readonly group: string | null;
  readonly file: string | null;
  readonly recorded: boolean;
  /** Of a step that stands for several migrations, where only some of them are recorded: the others. */
  readonly unrecorded: readonly string[];
  readonly state: MigrationState;
  /** Its file is not the one that was applied. */
  readonly edited: boolean;
  /** Which of its effects are there … */
  readonly present: readonly string[];
  /** … which are not … */
  readonly missing: readonly string[];
  /** … and which are something third by now. */
  readonly changed: readonly string[];
}

export interface LedgerReport {
  readonly ledger: Ledger;
  /** In the order of the history; then what is recorded and has no file. */
  readonly migrations: readonly Judgement[];
  /** More than one migration that no other one follows is recorded. */
  readonly heads: readonly string[];
  /** Live objects that no migration explains. */
  readonly unattributed: readonly string[];
}
