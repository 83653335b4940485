/** A report as one self-contained page: no network, from S3 or from disk, for eyes, keyboards and screen readers. */

import type { Finding } from "../core/finding.ts";
import type { Report } from "../core/report.ts";
import type { Comparison } from "./comparison.ts";
import { aboutComparison, aboutSection } from "./html/about.ts";
import { documentOf } from "./html/document.ts";
import { findingsSection } from "./html/findings.ts";
import { comparisonHeader, headerHtml } from "./html/header.ts";
import { healthSection } from "./html/health.ts";
import { leftOutSection } from "./html/left-out.ts";
import { pictureSection } from "./html/picture.ts";
import { planSection } from "./html/plan.ts";
import { stepsHtml } from "./html/steps.ts";
import { suppressedSection } from "./html/suppressed.ts";
import { statusWords, timelineSection } from "./html/timeline.ts";
import { unseenSection } from "./html/unseen.ts";

/** The page of a check. Links to what is stored beside it are made where `stored.page` says where it will be. */
export const renderHtml = (report: Report): string =>
  documentOf({
    title: `${report.target}: ${statusWords(report.status)}`,
    header: headerHtml(report),
    first: stepsHtml(report),
    sections: [
      findingsSection(report.findings, newIn(report)),
      planSection(report.remediation),
      pictureSection(report),
      healthSection(report),
      unseenSection(report),
      suppressedSection(report),
      leftOutSection(report.leftOut),
      timelineSection(report),
      aboutSection(report),
    ],
  });

/** The page of a comparison: what there is of a report without a check. */
export const renderDiffHtml = (comparison: Comparison): string =>
  documentOf({
    title: `Expected and actual: ${statusWords(comparison.status)}`,
    header: comparisonHeader(comparison),
    first: null,
    sections: [
      findingsSection(comparison.findings, () => false),
      planSection(comparison.remediation),
      pictureSection(comparison),
      unseenSection(comparison),
      leftOutSection(comparison.leftOut),
      aboutComparison(comparison),
    ],
  });

/** What the check before did not see, unless there was none. */
function newIn({ incident, checkedAt }: Report): (finding: Finding) => boolean {
  const fresh = incident?.findings.filter(({ seenAt, notSeenAt }) => seenAt === checkedAt && notSeenAt !== null) ?? [];
  const ids = new Set(fresh.map(({ id }) => id));
  return ({ id }) => ids.has(id);
}
