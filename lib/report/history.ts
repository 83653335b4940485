/** What is remembered of a target as a table: its checks, then what people decided. */

import { count, tally } from "../core/count.ts";
import type { PastCheck } from "../core/report.ts";
import { SEVERITIES } from "../core/severity.ts";
import type { Decision, TargetHistory } from "../core/target-state.ts";
import { moment } from "./moment.ts";
import { type Page, page } from "./page.ts";
import { printable } from "./printable.ts";

/** Fingerprints are shown as far as commands need them. */
const FINGERPRINT = 16;

export function renderHistory(history: TargetHistory, options: { readonly colour: boolean }): string {
  const on = page(options);
  return `${[...checks(on, history), ...acknowledged(on, history), ...decisions(on, history)].join("\n")}\n`;
}

function checks(on: Page, history: TargetHistory): string[] {
  const header = ["WHEN", "STATUS", "FINDINGS", "FINGERPRINT", "INCIDENT"];
  const rows = history.checks.map((check) => [
    moment(check.at),
    check.status.replace("_", " "),
    counted(check) || "-",
    check.fingerprint?.slice(0, FINGERPRINT) ?? "-",
    [check.incident, check.transition].filter(Boolean).map(String).map(printable).join(" ") || "-",
  ]);
  const widths = header.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd();
  const painted = rows.map((row, at) => {
    const { status } = history.checks[at] as PastCheck;
    return line(row).replace(row[1] ?? "", (label) => on.paint.status[status](label));
  });
  return [on.paint.heading(line(header)), ...painted];
}

const counted = ({ counts }: PastCheck): string => tally(counts, SEVERITIES);

const acknowledged = (on: Page, { acknowledged: known }: TargetHistory): string[] =>
  known.length === 0
    ? []
    : [
        "",
        on.paint.heading("Acknowledged"),
        ...known.map(({ finding, title, code, by, why, until }) => {
          const end = until === null ? "until it changes or goes" : `until ${moment(until)}`;
          return `  ${printable(`${finding}  ${title} (${code}), by ${by} ${end}: ${why}`)}`;
        }),
      ];

const decisions = (on: Page, { decisions: all }: TargetHistory): string[] =>
  all.length === 0
    ? []
    : [
        "",
        on.paint.heading("Decided"),
        ...all.map((decision) => `  ${moment(decision.at)}  ${printable(`${decision.by} ${said(decision)}`)}`),
      ];

function said(decision: Decision): string {
  if (decision.verb === "accepted") {
    const end = decision.carriedOut === false ? ", which was not carried out to its end" : "";
    return `accepted ${decision.fingerprint.slice(0, FINGERPRINT)}${end}: ${decision.why}`;
  }
  if (decision.verb === "moved")
    return `moved it${decision.from === null ? "" : ` from ${decision.from}`} to ${decision.to}: ${decision.why}`;
  const { verb, findings, why } = decision;
  const [only] = findings;
  const what = findings.length === 1 && only ? `${only.title} (${only.code})` : count(findings.length, "finding");
  return verb === "acknowledged" ? `acknowledged ${what}: ${why}` : `no longer acknowledges ${what}: ${why}`;
}
