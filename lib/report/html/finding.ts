/** A finding: how bad, what, why, expected beside actual, and what is known of it. */

import type { Finding } from "../../core/finding.ts";
import { headline } from "../finding.ts";
import { acknowledgedHtml, attributionHtml } from "./attribution.ts";
import { tag } from "./icon.ts";
import { type Html, html } from "./markup.ts";
import { consequencesHtml, possibleRenamesHtml, renameHtml } from "./rename.ts";
import type { Room } from "./room.ts";
import { capitalised, sentence } from "./severity.ts";
import { valuesHtml } from "./values.ts";
import { wrapping } from "./wrapping.ts";

/** Where a finding is in the page. */
export const anchorOf = ({ id }: Pick<Finding, "id">): string => `finding-${id}`;

/** @param isNew it was not there at the check before */
export function findingHtml(finding: Finding, isNew: boolean, room: Room): Html {
  const { severity, kind, schema, why, code, address, acknowledged, attribution } = finding;
  const id = anchorOf(finding);
  return html`<article class="finding is-${severity}" id="${id}" aria-labelledby="${id}-title" data-severity="${severity}" data-kind="${kind}" data-schema="${schema ?? ""}">
<header>${tag(severity, capitalised(severity))}<h4 id="${id}-title"><bdi>${wrapping(headline(finding))}</bdi></h4>${
    isNew ? html`<span class="tag is-new">New</span>` : null
  }${acknowledged ? tag("known", "Acknowledged") : null}</header>
<p class="why">${wrapping(sentence(why))}</p>
<p class="meta"><code class="code">${code}</code> <code class="address">${wrapping(address)}</code> <code>${finding.id}</code></p>
${valuesHtml(finding, room)}${renameHtml(finding)}${possibleRenamesHtml(finding)}${consequencesHtml(finding)}${acknowledgedHtml(acknowledged)}${attributionHtml(attribution)}
</article>
`;
}
