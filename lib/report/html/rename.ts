/** What a renamed object was and is called, how that is known, and how else it can be read. */

import { count } from "../../core/count.ts";
import { type Consequence, doubtOf, type Finding } from "../../core/finding.ts";
import { likenessText } from "../rename.ts";
import { name } from "./attribution.ts";
import { type Html, html } from "./markup.ts";
import { folded, list } from "./section.ts";

const SHOWN = 500;

export function renameHtml({ rename }: Pick<Finding, "rename">): Html | null {
  if (!rename) return null;
  const { evidence, toTitle, otherwise } = rename;
  const known = {
    identity: html`<strong>Proved</strong>: it is the same object by its identity in the catalogue.`,
    definition: html`<strong>Alike in all but the name</strong>, and there is nothing more to it.`,
    score: html`<strong>By likeness</strong>, ${doubtOf(evidence)}: it may also be another object.`,
    mentions: html`<strong>By its mentions</strong>, ${doubtOf(evidence)}; it may also be another object.`,
  }[evidence.by];
  return html`<p class="reading">Is now called ${name(toTitle)}. ${known}</p>${
    otherwise.length === 0 ? null : folded("Read as one object removed and another added", consequenceList(otherwise))
  }`;
}

export function possibleRenamesHtml({ possibleRenames, verb }: Pick<Finding, "possibleRenames" | "verb">): Html | null {
  if (possibleRenames.length === 0) return null;
  const what = verb === "added" ? "It may have been called" : "It may be called now";
  return html`<div class="reading"><p>${what}:</p>${list(
    possibleRenames,
    SHOWN,
    (possible) => html`${name(possible.title)} <span class="quiet">${likenessText(possible)}</span>`,
  )}</div>`;
}

export const consequencesHtml = ({ consequences }: Pick<Finding, "consequences">): Html | null =>
  consequences.length === 0
    ? null
    : folded(`And with it: ${count(consequences.length, "change")}`, consequenceList(consequences));

const consequenceList = (consequences: readonly Consequence[]): Html =>
  list(consequences, SHOWN, ({ title, code }) => html`${name(title)} <code class="code">${code}</code>`);
