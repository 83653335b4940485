/** A fleet as people read it: forty databases that drifted alike are one paragraph with forty names. */

import { count, numeral } from "../core/count.ts";
import type { Fleet, FleetGroup, Unseen } from "../core/fleet.ts";
import { titleLines } from "./finding.ts";
import { moment } from "./moment.ts";
import { type Page, page, prose } from "./page.ts";
import type { TextOptions } from "./text.ts";

/** Names that are spelled out; of more, the rest is counted. */
const NAMES = 60;
/** Findings that are shown of a group, unless it is one that needs nobody. */
const FINDINGS = 5;
const FINGERPRINT = 16;

const REASONS: Readonly<Record<Unseen["reason"], string>> = {
  never: "no check is known",
  failed: "the last check could not see the schema",
  stale: "not checked lately",
};

/** `the last check could not see the schema; last seen …, last verdict …`. */
export function whyUnseen({ reason, seenAt, verdictAt }: Unseen): string {
  const last = [
    ...(seenAt === null ? [] : [`last seen ${moment(seenAt)}`]),
    ...(verdictAt === null || verdictAt === seenAt ? [] : [`last verdict ${moment(verdictAt)}`]),
  ];
  return [REASONS[reason], last.join(", ")].filter(Boolean).join("; ");
}

/** `12 databases, 3 schemas: 10 in sync, 1 drifted, 1 not seen`. */
export function fleetSummary({ groups, unseen }: Fleet): string {
  const total = groups.reduce((sum, { databases }) => sum + databases.length, unseen.length);
  const schemas = new Set(groups.map(({ fingerprint }) => fingerprint)).size;
  const by = new Map<string, number>();
  for (const { status, databases } of groups) by.set(status, (by.get(status) ?? 0) + databases.length);
  const parts = [...by].map(([status, number]) => `${numeral(number)} ${status.replace("_", " ").toLowerCase()}`);
  if (unseen.length > 0) parts.push(`${unseen.length} not seen`);
  return `${count(total, "database")}, ${count(schemas, "schema")}${parts.length > 0 ? `: ${parts.join(", ")}` : ""}`;
}

export function renderFleetGroups(fleet: Fleet, options: TextOptions): string {
  const on = page(options);
  const blocks = [
    prose(on, `${fleetSummary(fleet)}.`),
    ...fleet.groups.map((group) => groupLines(on, group)),
    ...(fleet.unseen.length > 0 ? [unseenLines(on, fleet.unseen)] : []),
    ...(fleet.nextSteps.length > 0 ? [stepLines(on, fleet.nextSteps)] : []),
  ];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** What a group's heading says of when, where its last checks came to no verdict. */
export function lastVerdict({ status, verdictAt }: Pick<FleetGroup, "status" | "verdictAt">): string | null {
  if (status === "IN_SYNC" || status === "DRIFTED") return null;
  return verdictAt === null ? "never" : moment(verdictAt);
}

function groupLines(on: Page, group: FleetGroup): string[] {
  const { status, databases, fingerprint, findings, total, checkedAt } = group;
  const verdict = lastVerdict(group);
  const label = on.paint.status[status](status.replace("_", " "));
  const alone = databases.length === 1 ? "" : `  ${count(databases.length, "database")} alike`;
  const rest = total - Math.min(findings.length, FINDINGS);
  return [
    `${label}${alone}  ${on.paint.quiet(`schema ${fingerprint.slice(0, FINGERPRINT)}, checked ${moment(checkedAt)}`)}`,
    ...(verdict === null ? [] : prose(on, `the last verdict: ${verdict}`, "  ")),
    ...prose(on, namesOf(databases), "  "),
    ...findings
      .slice(0, FINDINGS)
      .flatMap(({ severity, title, code }) => titleLines(on, severity, `${title} (${code})`)),
    ...(rest > 0 ? prose(on, `… and ${numeral(rest)} more`, " ".repeat(10)) : []),
  ];
}

export function namesOf(databases: readonly string[], limit = NAMES): string {
  const rest = databases.length - limit;
  return `${databases.slice(0, limit).join(", ")}${rest > 0 ? `, and ${numeral(rest)} more` : ""}`;
}

const unseenLines = (on: Page, unseen: readonly Unseen[]): string[] => [
  on.paint.heading("Not seen"),
  ...unseen.flatMap((it) => prose(on, `${it.database}: ${whyUnseen(it)}`, "  ")),
];

const stepLines = (on: Page, steps: readonly string[]): string[] => [
  on.paint.heading("What to do now"),
  ...steps.flatMap((step, at) => prose(on, step, `  ${at + 1}. `)),
];
