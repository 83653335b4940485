/** How much text a page may hold: a phone opens it, and a comment may be a megabyte long. The JSON has all of it. */

const TEXT_SHOWN = 20_000;
const TEXT_SHOWN_AT_LEAST = 400;

/** Letters left for values on one page. */
export class Room {
  #left = 3_000_000;

  /** How many letters of a text of this length may be shown. */
  take(length: number): number {
    const granted = Math.min(length, TEXT_SHOWN, Math.max(TEXT_SHOWN_AT_LEAST, this.#left));
    this.#left -= granted;
    return granted;
  }
}

/** How many entries of any list a page shows. */
export const LISTED = 5_000;
