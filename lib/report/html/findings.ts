/** The findings, worst first, in a group for each severity. */

import { numeral } from "../../core/count.ts";
import type { Finding } from "../../core/finding.ts";
import { SEVERITIES } from "../../core/severity.ts";
import { worstFirst } from "../findings.ts";
import { filtersHtml } from "./filters.ts";
import { findingHtml } from "./finding.ts";
import { type Html, html } from "./markup.ts";
import { LISTED, Room } from "./room.ts";
import { type Section, section } from "./section.ts";
import { capitalised } from "./severity.ts";

/** From so many on, narrowing them down is worth its place. */
const MANY = 4;

/** @param isNew which of them were not there at the check before */
export function findingsSection(findings: readonly Finding[], isNew: (finding: Finding) => boolean): Section | null {
  if (findings.length === 0) return null;
  const shown = worstFirst(findings).slice(0, LISTED);
  const rest = findings.length - shown.length;
  const room = new Room();
  const body = html`${shown.length < MANY ? null : filtersHtml(shown)}
<div id="groups">${SEVERITIES.map((severity) => {
    const members = shown.filter((finding) => finding.severity === severity);
    return members.length === 0
      ? null
      : groupHtml(
          capitalised(severity),
          members.length,
          html`${members.map((finding) => findingHtml(finding, isNew(finding), room))}`,
        );
  })}</div>
<p class="quiet" id="nothing" hidden>No finding fits.</p>${
    rest > 0 ? html`<p class="quiet">… and ${numeral(rest)} milder ones, in the JSON report.</p>` : null
  }`;
  return section("findings", "Findings", findings.length, body);
}

const groupHtml = (heading: string, size: number, content: Html): Html =>
  html`<section class="group"><h3>${heading} <span class="count">${numeral(size)}</span></h3>
${content}</section>
`;
