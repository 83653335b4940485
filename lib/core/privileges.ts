/** The contract of a kind, as far as rights on its objects are granted. */

/** What GRANT can say of a kind, in PostgreSQL's own privilege letters. */
export interface Privileges<Where> {
  /** What ALTER DEFAULT PRIVILEGES calls objects like it, where it knows them: `tables`. */
  readonly sort?: string;
  /** What the owner holds by default: `arwdDxt`. */
  readonly owner: string;
  /** What PUBLIC holds by default: `X` for a routine. */
  readonly public: string;
  /** Privilege words and object as GRANT spells them: `SELECT, INSERT ON TABLE "s"."t"`. */
  readonly phrase: (at: Where, words: readonly string[]) => string;
}
