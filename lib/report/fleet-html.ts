/** A fleet as one self-contained page. */

import { count } from "../core/count.ts";
import type { Fleet, FleetGroup, Unseen } from "../core/fleet.ts";
import { NO_REMEDIATION } from "../core/report.ts";
import { fleetSummary, lastVerdict, whyUnseen } from "./fleet-groups.ts";
import { documentOf } from "./html/document.ts";
import { type Html, html } from "./html/markup.ts";
import { facts, list, type Section, section } from "./html/section.ts";
import { stepsHtml } from "./html/steps.ts";
import { statusWords } from "./html/timeline.ts";
import { moment } from "./moment.ts";

const NAMES = 2_000;
const FINDINGS = 20;

export const renderFleetHtml = (fleet: Fleet): string =>
  documentOf({
    title: `Fleet: ${fleetSummary(fleet)}`,
    header: html`<header><h1>Fleet</h1><p>${fleetSummary(fleet)}, as of ${moment(fleet.at)}.</p></header>`,
    first: stepsHtml({ nextSteps: fleet.nextSteps, remediation: NO_REMEDIATION }),
    sections: [...fleet.groups.map(groupSection), unseenSection(fleet.unseen)],
  });

const groupSection = (group: FleetGroup, at: number): Section =>
  section(`group-${at + 1}`, headingOf(group), group.databases.length, groupHtml(group));

const headingOf = ({ status, databases }: FleetGroup): string =>
  `${statusWords(status)}: ${databases.length === 1 ? databases[0] : count(databases.length, "database")}`;

function groupHtml(group: FleetGroup): Html {
  const { fingerprint, checkedAt, databases, findings, total } = group;
  const verdict = lastVerdict(group);
  return html`${facts([
    ["Schema", html`<code>${fingerprint.slice(0, 16)}</code>`],
    ["Checked", databases.length === 1 ? moment(checkedAt) : `${moment(checkedAt)} and later`],
    ...(verdict === null ? [] : [["Last verdict", verdict] as const]),
  ])}
${findings.length > 0 ? list(findings, FINDINGS, ({ severity, title, code }) => html`${severity}: ${title} (${code})`, total) : null}
${list(databases, NAMES, (id) => id)}`;
}

const unseenSection = (unseen: readonly Unseen[]): Section | null =>
  unseen.length === 0
    ? null
    : section(
        "unseen",
        "Not seen",
        unseen.length,
        list(unseen, NAMES, (it) => `${it.database}: ${whyUnseen(it)}`),
      );
