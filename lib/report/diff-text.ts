/** A comparison as text: the findings, then the SQL that takes actual back to expected. */

import type { Comparison } from "./comparison.ts";
import { findingsLines } from "./findings.ts";
import { leftOutLines } from "./left-out.ts";
import { page, prose, section } from "./page.ts";
import { remediationLines } from "./remediation.ts";
import type { TextOptions } from "./text.ts";
import { unseenLines } from "./unseen.ts";

export function renderDiff(comparison: Comparison, options: TextOptions): string {
  const on = page(options);
  const { status, summary, findings, remediation, unreadable, notCompared, uncertain, unmodelled, leftOut } =
    comparison;
  const label = status.replace("_", " ");
  const [first = "", ...more] = prose(on, summary, " ".repeat(label.length + 2));
  const parts = [
    [`${on.paint.status[status](label)}  ${first.trimStart()}`, ...more, ...leftOutLines(on, leftOut)],
    section(on, "Findings, worst first", findingsLines(on, findings, options.limit)),
    section(on, "Not seen", unseenLines(on, { unreadable, notCompared, uncertain, unmodelled })),
    remediationLines(on, remediation, options.limit),
  ];
  return `${parts.flat().join("\n")}\n`;
}
