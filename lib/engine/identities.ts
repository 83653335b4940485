/** From OIDs, which live as long as one server, to addresses, which do not depend on it. */

/** Column numbers end at 1600. */
const COLUMNS = 2048;

export class Identities {
  readonly #byCatalogue = new Map<string, Map<number, string>>();

  add(catalogue: string, oid: number, subid: number, address: string): void {
    const known = this.#byCatalogue.get(catalogue) ?? new Map<number, string>();
    this.#byCatalogue.set(catalogue, known.set(oid * COLUMNS + subid, address));
  }

  /** The address of exactly this object or part. */
  exactly(catalogue: string, oid: number, subid: number): string | undefined {
    return this.#byCatalogue.get(catalogue)?.get(oid * COLUMNS + subid);
  }
}
