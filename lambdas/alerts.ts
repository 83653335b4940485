/** Alerts as the deployed function sends them: loaded when there is one. */

import { snsAlerts } from "../lib/aws/sns.ts";
import type { Alerts } from "../lib/monitor/ports.ts";
import { renderMessage, subjectFor } from "../lib/report/message.ts";

export const topicAlerts = (): Alerts => snsAlerts({ render: renderMessage, subjectOf: subjectFor });
