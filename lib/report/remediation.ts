/** The proposed SQL as text that can be copied into psql as it stands, and what only a person can do. */

import { count, tally } from "../core/count.ts";
import type { Risk } from "../core/hazard.ts";
import { riskCounts } from "../core/plan.ts";
import type { ProposedRemediation } from "../core/report.ts";
import { type Alike, foldAlike, restText } from "./alike.ts";
import { type Page, prose, section } from "./page.ts";
import { paragraph } from "./paragraph.ts";
import { printable, printableSql } from "./printable.ts";

export const RISKS: readonly Risk[] = ["danger", "caution", "safe"];

/** The plan under its heading, whole or not at all: part of it would do harm. Then what only a person can do. */
export function remediationLines(
  page: Page,
  remediation: ProposedRemediation,
  limit = Number.POSITIVE_INFINITY,
): string[] {
  const { statements } = remediation;
  const heading = remediationHeading(remediation);
  const sql =
    statements.length > limit
      ? ["", ...prose(page, `${heading}: in the full report.`)]
      : section(page, heading, sqlOf(page, remediation));
  return [...sql, ...section(page, "By hand", manualLines(page, remediation))];
}

/** `Proposed SQL: 3 statements (1 danger, 2 safe), not run`. */
export function remediationHeading({ statements }: ProposedRemediation): string {
  const risks = tally(riskCounts(statements), RISKS);
  return `Proposed SQL: ${count(statements.length, "statement")} (${risks}), not run`;
}

/** Each statement under comments with its risk, what it would do and how to go about it. Nothing is indented: a function's body would take the indent on. */
export function sqlOf(page: Page, { statements }: ProposedRemediation): string[] {
  return statements.flatMap(({ sql, risk, hazards, reason, suggestion, address }, at) => {
    const shown = printableSql(sql);
    const why = hazards.length > 0 ? ` (${hazards.join(", ")})` : "";
    const label = `${page.paint.risk[risk](risk.toUpperCase())}${why}`;
    return [
      ...(at > 0 ? [""] : []),
      `-- ${at + 1}/${statements.length} ${label} ${page.paint.quiet(printable(address))}`,
      ...remark(page, reason, "--   "),
      ...remark(page, suggestion, "--   → "),
      ...(shown.altered
        ? ["-- Characters that cannot be shown are spelled \\u…: take this one from the JSON report."]
        : []),
      ...terminated(shown.sql).split("\n"),
    ];
  });
}

/** In comment lines of its own; nothing where there is nothing to say. */
export function remark({ width, paint }: Page, text: string | null, first: string): string[] {
  const words = printable((text ?? "").replaceAll(/\s+/g, " ").trim());
  return words === "" ? [] : paragraph(words, width, first, `--${" ".repeat(first.length - 2)}`).map(paint.quiet);
}

/**
 * The lines of a script that psql runs. Where there is more than ASCII in them it is told how they are written: what it
 * takes them for otherwise follows the database and the terminal.
 */
export const scriptText = (lines: readonly string[]): string => {
  const text = `${lines.join("\n")}\n`;
  return /\P{ASCII}/u.test(text) ? `SET client_encoding = 'UTF8';\n${text}` : text;
};

/** With its semicolon, and that not inside a comment at its end. */
export function terminated(sql: string): string {
  const text = sql.trimEnd();
  if (text.endsWith(";")) return text;
  const last = text.slice(text.lastIndexOf("\n") + 1);
  return last.includes("--") ? `${text}\n;` : `${text};`;
}

/** Alike is what has to be done for the same reason. */
export const foldedManual = ({ manual }: ProposedRemediation): Alike<ProposedRemediation["manual"][number]>[] =>
  foldAlike(manual, ({ attribute, reason }) => JSON.stringify([attribute, reason]));

const manualLines = (page: Page, remediation: ProposedRemediation): string[] =>
  foldedManual(remediation).flatMap(({ shown, rest }) => [
    ...shown.flatMap(({ address, attribute, reason }) =>
      prose(page, `${address}${attribute === null ? "" : `, ${attribute}`}: ${reason}`, "  - "),
    ),
    ...(rest.length === 0 ? [] : prose(page, restText(rest.map(({ address }) => address)), "    ")),
  ]);
