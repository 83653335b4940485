/**
 * An alert in the shape of a CloudWatch alarm, which PagerDuty, Opsgenie, Jira Service Management and Grafana take from a
 * topic and end when it is OK. There is no such alarm: its name says which incidents are one to the pager.
 */

import { METRIC_DIMENSION, METRIC_NAMESPACE, METRICS } from "../config/telemetry.ts";
import { numeral } from "../core/count.ts";
import type { AlertContent } from "../core/report.ts";
import { headline } from "./finding.ts";
import { renderJson } from "./json.ts";
import { isDrift, newsOf } from "./news.ts";
import { cut } from "./paragraph.ts";
import { printable } from "./printable.ts";
import { subjectOf } from "./subject.ts";
import { steps } from "./text.ts";

/** What CloudWatch itself sends at most. */
const LONGEST = { name: 255, description: 1_024, reason: 1_023 };
const LISTED = 10;

type State = "ALARM" | "OK";

export const stateOf = ({ transition }: Pick<AlertContent, "transition">): State =>
  transition === "resolved" ? "OK" : "ALARM";

/** @param topicArn whose region and account the alarm is said to be of */
export function renderAlertPager(alert: AlertContent, topicArn: string): string {
  const { transition, report } = alert;
  const [, partition = "aws", , region = "", account = ""] = topicArn.split(":");
  const name = cut(printable(`Driftwatch ${report.target}`), LONGEST.name);
  const begins = transition === "opened" || transition === "reopened";
  return renderJson({
    AlarmName: name,
    AlarmDescription: cut(descriptionOf(alert), LONGEST.description),
    AWSAccountId: account,
    AlarmConfigurationUpdatedTimestamp: timestamp(report.checkedAt),
    NewStateValue: stateOf(alert),
    NewStateReason: cut(reasonOf(alert), LONGEST.reason),
    StateChangeTime: timestamp(report.checkedAt),
    Region: region,
    AlarmArn: `arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}`,
    OldStateValue: begins ? "OK" : "ALARM",
    OKActions: [topicArn],
    AlarmActions: [topicArn],
    InsufficientDataActions: [],
    Trigger: {
      MetricName: METRICS.driftFindings,
      Namespace: METRIC_NAMESPACE,
      StatisticType: "Statistic",
      Statistic: "MAXIMUM",
      Unit: null,
      Dimensions: [{ name: METRIC_DIMENSION, value: report.target }],
      Period: 3_600,
      EvaluationPeriods: 1,
      DatapointsToAlarm: 1,
      ComparisonOperator: "GreaterThanThreshold",
      Threshold: 0,
      TreatMissingData: "ignore",
      EvaluateLowSampleCountPercentile: "",
    },
  });
}

function descriptionOf({ report }: AlertContent): string {
  const { page, report: place, plan } = report.stored;
  return words([
    ...(page ? [`Report: ${page}`] : place ? [`Report: ${place}`] : []),
    ...(plan ? [`SQL: ${plan}`] : []),
    ...steps(report).map((step, at) => `${at + 1}. ${step}`),
  ]);
}

/** `[CRITICAL] Schema drift: orders (2 findings). CRITICAL policy app.orders.tenants: using altered; …`. */
function reasonOf(alert: AlertContent): string {
  const news = newsOf(alert);
  const findings = alert.transition === "resolved" ? news.disappeared : [...news.appeared, ...news.still];
  const listed = findings.slice(0, LISTED).map((finding) => {
    const known = news.known(finding);
    return `${finding.severity.toUpperCase()} ${isDrift(known) ? headline(known) : finding.title}`;
  });
  const rest = findings.length - listed.length;
  return words([`${subjectOf(alert)}.`, listed.join("; "), ...(rest > 0 ? [`… and ${numeral(rest)} more`] : [])]);
}

const words = (parts: readonly string[]): string => printable(parts.join(" ").replaceAll(/\s+/g, " ").trim());

/** As CloudWatch writes it: `2026-11-20T03:00:04.123+0000`. */
const timestamp = (iso: string): string => iso.replace(/Z$/, "+0000");
