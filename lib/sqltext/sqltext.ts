/** The canonical form of SQL text: equal forms mean the same to PostgreSQL, whichever major printed the text. */

import { hash } from "node:crypto";
import type { Sort, SqlText } from "../core/canonical.ts";
import { withoutDoubt } from "./doubt.ts";
import { evenSpace } from "./fallback.ts";
import { loadParser, type Parse } from "./parser.ts";
import { readText } from "./read.ts";
import { spell, UnfitTree } from "./tree.ts";

export type { Sort } from "../core/canonical.ts";
export { PARSER_VERSION } from "./parser.ts";

/** A memory of texts: each (sort, text) is parsed once, however often it stands in a database. */
export class SqlTexts {
  readonly #forms = new Map<string, Form>();
  readonly #unparsed: string[] = [];
  #parsed = 0;

  /** Forms remembered from elsewhere, such as a trusted snapshot, are believed: their texts are not parsed again. */
  constructor(remembered: Iterable<readonly [sort: Sort, text: string, form: string, loose?: string]> = []) {
    for (const [sort, text, form, loose] of remembered) this.#forms.set(keyOf(sort, text), { form, loose });
  }

  /** How many texts this memory has put to the parser. */
  get parsed(): number {
    return this.#parsed;
  }

  /** The first twenty of the texts that the parser could not read: their forms are those of their letters. */
  get unparsed(): readonly string[] {
    return this.#unparsed;
  }

  /** SHA-256 (hex) of the text's canonical parse tree; undefined while the text has not been canonicalised. */
  form(sort: Sort, text: string): string | undefined {
    return this.#forms.get(keyOf(sort, text))?.form;
  }

  /** The text with its forms, as far as they are known. */
  formed({ $sql, text }: Pick<SqlText, "$sql" | "text">): SqlText {
    const { form = "", loose } = this.#forms.get(keyOf($sql, text)) ?? {};
    return loose === undefined ? { $sql, text, form } : { $sql, text, form, loose };
  }

  /** Learns the forms of all these texts; loads the parser only when one of them is not known yet. */
  async canonicalise(texts: Iterable<readonly [sort: Sort, text: string]>): Promise<void> {
    for (const [sort, text] of texts) {
      if (this.form(sort, text) === undefined) this.#learn(sort, text, await loadParser());
    }
  }

  #learn(sort: Sort, text: string, parse: Parse): void {
    if (this.form(sort, text) !== undefined) return;
    this.#parsed++;
    const known = formOf(sort, text, parse);
    if (known === undefined && this.#unparsed.length < 20) this.#unparsed.push(text);
    this.#forms.set(
      keyOf(sort, text),
      known ?? { form: digest(`text:${JSON.stringify(evenSpace(text))}`), loose: "*" },
    );
  }
}

interface Form {
  readonly form: string;
  readonly loose?: string | undefined;
}

const keyOf = (sort: Sort, text: string): string => `${sort}:${text}`;

const digest = (spelled: string): string => hash("sha256", spelled, "hex");

/** Spares nearly all texts a second look. */
const MENTIONS_TRUTH = /\b(true|false)\b/i;

/** The forms of a text's tree; undefined for a text that has none. */
function formOf(sort: Sort, text: string, parse: Parse): Form | undefined {
  try {
    const tree = readText(sort, text, parse);
    if (tree === undefined) return undefined;
    const loose = MENTIONS_TRUTH.test(text) ? withoutDoubt(tree) : undefined;
    return {
      form: digest(`tree:${spell(tree)}`),
      loose: loose === undefined ? undefined : digest(`tree:${spell(loose)}`),
    };
  } catch (error) {
    if (error instanceof UnfitTree || error instanceof RangeError) return undefined;
    throw error;
  }
}
