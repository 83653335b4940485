/** The checks before this one, oldest first, and this one: a mark for each, and the same as a table. */

import { count, tally } from "../../core/count.ts";
import type { PastCheck, Report, Status } from "../../core/report.ts";
import { SEVERITIES } from "../../core/severity.ts";
import { moment } from "../moment.ts";
import { time } from "./attribution.ts";
import { icon, tag } from "./icon.ts";
import { relativeLink } from "./link.ts";
import { type Html, html } from "./markup.ts";
import { folded, type Section, section } from "./section.ts";

type Check = Omit<PastCheck, "report"> & { readonly link: string | null; readonly isThis: boolean };

/** Marks that stand beside each other on a wide screen; the table has all. */
const MARKS = 60;

export function timelineSection(report: Report): Section | null {
  if (report.history.length === 0) return null;
  const checks = [...report.history.map((check) => past(check, report.stored.page)).reverse(), present(report)];
  const marks = checks.slice(-MARKS);
  const body = html`<div class="past"><ol class="timeline" aria-label="Checks, the newest last">${marks.map(markHtml)}</ol>
<p class="span quiet"><span>${time(marks[0]?.at ?? report.checkedAt)}</span><span>this check</span></p></div>
${folded("As a table", tableHtml([...checks].reverse()))}`;
  return section("history", "Past checks", report.history.length, body);
}

/** The page of a past check lies beside its report. */
const past = (check: PastCheck, page: string | null): Check => ({
  ...check,
  link: check.report === null ? null : relativeLink(page, check.report.replace(/\.json$/, ".html")),
  isThis: false,
});

const present = ({ checkedAt, status, transition, counts, fingerprint, incident }: Report): Check => ({
  ...{ at: checkedAt, status, transition, counts },
  ...{ fingerprint: fingerprint.actual, incident: incident?.id ?? null, link: null, isThis: true },
});

function markHtml(check: Check): Html {
  const { status, link, isThis } = check;
  const findings = findingsOf(check);
  const said = html`<span class="told">${moment(check.at)}: ${statusWords(status)}${findings > 0 ? `, ${count(findings, "finding")}` : ""}${
    check.transition ? `, incident ${check.transition}` : ""
  }</span>`;
  const content = html`${icon(status)}<span class="number" aria-hidden="true">${findings > 0 ? short(findings) : ""}</span>${said}`;
  const classes = `mark is-${status}${isThis ? " this" : ""}`;
  return html`<li>${
    link === null
      ? html`<span class="${classes}" tabindex="0" role="note"${isThis ? html` aria-current="true"` : null}>${content}</span>`
      : html`<a class="${classes}" href="${link}">${content}</a>`
  }</li>`;
}

const findingsOf = ({ counts }: Pick<Check, "counts">): number =>
  SEVERITIES.reduce((sum, severity) => sum + counts[severity], 0);

/** Three letters at most. */
const short = (number: number): string =>
  number < 1_000 ? String(number) : `${Math.min(99, Math.floor(number / 1_000))}k`;

export const statusWords = (status: Status): string => status.replace("_", " ").toLowerCase();

const tableHtml = (checks: readonly Check[]): Html =>
  html`<div class="wide" tabindex="0" role="region" aria-label="Past checks as a table; it can be scrolled"><table><thead><tr><th scope="col">When</th><th scope="col">Status</th><th scope="col">Findings</th><th scope="col">Incident</th><th scope="col">Fingerprint</th></tr></thead>
<tbody>${checks.map(
    ({ at, status, transition, counts, incident, fingerprint, link, isThis }) =>
      html`<tr><th scope="row">${
        link === null ? time(at) : html`<a href="${link}">${time(at)}</a>`
      }${isThis ? " (this check)" : null}</th><td>${tag(status, statusWords(status))}</td><td>${
        tally(counts, SEVERITIES) || "none"
      }</td><td>${transition ?? ""}${incident === null ? null : html` <code>${incident}</code>`}</td><td>${
        fingerprint === null ? "not read" : html`<code>${fingerprint.slice(0, 12)}</code>`
      }</td></tr>`,
  )}</tbody></table></div>`;
