/** Text made inert in Markdown as GitHub, GitLab and Bitbucket read it. */

import { cut } from "./paragraph.ts";
import { printable, printableLines } from "./printable.ts";

/** Letters of a name or a sentence. */
const LONGEST = 600;

/** What is markup somewhere, in text or in HTML; a character of its own everywhere when it is spelled by its number. */
const MARKUP = /[&<>"'`*_{}[\]#|~@\\!$^]/g;

const spelled = (text: string): string =>
  cut(printable(text.replaceAll(/\s+/g, " ").trim()), LONGEST).replaceAll(
    MARKUP,
    (character) => `&#${character.charCodeAt(0)};`,
  );

/** A sentence. What would be a mention, a reference or an address on the web is broken by a space of no width. */
export const plain = (text: string): string =>
  spelled(text)
    .replaceAll(/&#(64|35);/g, "&#$1;&#8203;")
    .replaceAll("://", ":&#8203;//")
    .replaceAll(/\bwww\./gi, (match) => `${match.slice(0, -1)}&#8203;.`)
    .replaceAll(/\b(GH)-(?=\d)/gi, "$1&#8203;-")
    // What begins a list or a heading at the beginning of a line.
    .replace(/^([-+=:]|\d+[.)])/, "&#8203;$1");

/** A name or a value: nothing in it is looked at. */
export const code = (text: string): string => `<code>${spelled(text)}</code>`;

/** Lines as they are, in a fence that nothing in them ends. */
export function fenced(language: string, text: string): string {
  const shown = printableLines(text).join("\n");
  const longest = Math.max(2, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${shown}\n${fence}`;
}
