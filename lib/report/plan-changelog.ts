/** A plan as a page for whoever reviews it. */

import { count } from "../core/count.ts";
import type { Finding } from "../core/finding.ts";
import type { PlanDraft, Script } from "../core/plan.ts";
import { code, plain } from "./markdown-text.ts";
import { stepCounts } from "./plan-sql.ts";
import { proofLines } from "./proof.ts";

/** @param findings what differs, as the comparison found it */
export function renderPlanChangelog(
  plan: PlanDraft,
  findings: readonly Pick<Finding, "title" | "why" | "severity" | "code">[],
): string {
  const { id, message, createdAt, database, fingerprint, unseen, up, down, proof } = plan;
  const parts = [
    `# ${plain(message)}`,
    `Plan ${code(id)} for the database ${code(database.name)}, made ${createdAt}. ${stepCounts(up.steps)}; nothing of it has been run.`,
    section(
      "What differs",
      findings.map(({ severity, title, why }) => `${severity}: ${code(title)}: ${plain(why)}`),
    ),
    steps("Steps", up),
    steps("The way back", down),
    section("Proof", proofLines(proof).map(plain)),
    section("Not compared", unseen.map(plain)),
    `Before: ${code(fingerprint.actual)}  \nAfter: ${code(fingerprint.expected)}`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

const section = (heading: string, lines: readonly string[]): string =>
  lines.length === 0 ? "" : `## ${heading}\n\n${lines.map((line) => `- ${line}`).join("\n")}`;

function steps(heading: string, { steps: all, manual }: Script): string {
  const listed = all.map(({ id, risk, description, reason, suggestion }, at) => {
    const rest = suggestion === null ? "" : ` (${plain(suggestion)})`;
    return `${at + 1}. ${code(id)} **${risk.toUpperCase()}** ${code(description)}: ${plain(reason)}${rest}`;
  });
  const hand = manual.map(
    ({ address, attribute, reason }) =>
      `- ${code(attribute === null ? address : `${address}, ${attribute}`)}: ${plain(reason)}`,
  );
  const parts = [
    ...(listed.length > 0 ? [listed.join("\n")] : []),
    ...(hand.length > 0 ? [`${count(hand.length, "step")} by hand:\n\n${hand.join("\n")}`] : []),
  ];
  return parts.length === 0 ? "" : [`## ${heading}`, ...parts].join("\n\n");
}
