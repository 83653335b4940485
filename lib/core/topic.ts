/** An SNS topic that alerts go to, and how the body of an alert is written for whoever subscribes to it. */

/**
 * `text` for people · `json` for programs · `chat`: a custom notification of Amazon Q Developer in chat applications ·
 * `pager`: a CloudWatch alarm, as PagerDuty, Opsgenie and Grafana take it.
 */
export const ALERT_FORMATS = ["text", "json", "chat", "pager"] as const;
export type AlertFormat = (typeof ALERT_FORMATS)[number];

export interface Topic {
  readonly arn: string;
  readonly format: AlertFormat;
}

/** Topics that are asked to have two formats: whoever subscribes reads one. */
export function torn(topics: readonly Topic[]): string[] {
  const formats = new Map<string, AlertFormat>();
  const arns = topics.filter(({ arn, format }) => (formats.get(arn) ?? formats.set(arn, format).get(arn)) !== format);
  return [...new Set(arns.map(({ arn }) => arn))];
}

/** Whether a value is a topic, as one travels in an environment. */
export const isTopic = (value: unknown): value is Topic =>
  typeof value === "object" &&
  value !== null &&
  "arn" in value &&
  typeof value.arn === "string" &&
  "format" in value &&
  ALERT_FORMATS.some((format) => format === value.format);
