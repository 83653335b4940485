/** What of a new object only a person can bring about. */

export interface ByHand<S> {
  /** null: the object itself. */
  readonly attribute: (keyof S & string) | null;
  /** Why no statement can do it, and what a person can. */
  readonly reason: string;
}
