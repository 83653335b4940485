/** HTML that cannot be broken out of: whatever is not markup already is spelled harmlessly and escaped. */

import { printable } from "../printable.ts";

/** A piece of finished HTML. Only `html` and `verbatim` make one. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Part = Html | string | number | null | readonly Part[];

/** The template as HTML. Texts in it become one line of harmless characters, in elements and in quoted attributes alike. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(strings.map((markup, at) => markup + (at < parts.length ? written(parts[at] ?? null) : "")).join(""));

/** Text whose lines and tabs are kept: the content of a `pre`. What else cannot be shown has been spelled before. */
export const verbatim = (text: string): Html =>
  new Html(
    text
      .split("\n")
      .map((line) => line.split("\t").map(written).join("\t"))
      .join("\n"),
  );

function written(part: Part): string {
  if (part === null) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "object") return part.map(written).join("");
  return escaped(printable(String(part)));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
