/** An alert as it is sent to a topic: subject and body in the topic's format. */

import type { AlertContent } from "../core/report.ts";
import type { Topic } from "../core/topic.ts";
import { renderAlert } from "./alert.ts";
import { renderAlertChat } from "./alert-chat.ts";
import { renderAlertJson } from "./alert-json.ts";
import { renderAlertPager, stateOf } from "./alert-pager.ts";
import { disclosed } from "./disclosure.ts";
import { subjectOf } from "./subject.ts";

/** The body, in at most so many bytes of UTF-8 as long as there are some thousand of them. */
export function renderMessage(alert: AlertContent, { arn, format }: Topic, limitBytes: number): string {
  const open = disclosed(alert);
  switch (format) {
    case "text":
      return renderAlert(open, limitBytes);
    case "json":
      return renderAlertJson(open, limitBytes);
    case "chat":
      return renderAlertChat(open);
    case "pager":
      return renderAlertPager(open, arn);
  }
}

/** Pagers look for the state at the beginning of the subject. */
export const subjectFor = (alert: AlertContent, { format }: Topic): string =>
  subjectOf(alert, format === "pager" ? `${stateOf(alert)}: ` : "");
