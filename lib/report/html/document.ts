/** The frame of a page: one file, that asks for no other, and runs nothing but the script it came with. */

import { assets } from "./assets.ts";
import { iconSheet } from "./icon.ts";
import { type Html, html } from "./markup.ts";
import { contents, type Section, sectionHtml } from "./section.ts";

const MARK =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%236b7280' d='M8 .8 15.2 8 8 15.2.8 8z'/%3E%3C/svg%3E";

export interface Content {
  readonly title: string;
  readonly header: Html;
  /** What stands above the list of sections. */
  readonly first: Html | null;
  /** Those that have nothing to say are null. */
  readonly sections: readonly (Section | null)[];
}

export function documentOf({ title, header, first, sections }: Content): string {
  const { style, script } = assets();
  const policy = [
    "default-src 'none'",
    `style-src ${style.hash}`,
    `script-src ${script.hash}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
  const present = sections.filter((section) => section !== null);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="${MARK}">
<style>${style.content}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
${iconSheet()}
<div class="page">
${header}${present.length > 1 ? contents(present) : null}
<main id="main" tabindex="-1">
${first}${present.map(sectionHtml)}</main>
<footer>Driftwatch. Proposed SQL is never run by the monitor.</footer>
</div>
<p class="said" id="said" role="status"></p>
<script>${script.content}</script>
</body>
</html>
`.text;
}
