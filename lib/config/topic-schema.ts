/** Topics as the config file names them. The message of every check is what is allowed there (see `problem.ts`). */

import * as z from "zod/mini";
import { ALERT_FORMATS } from "../core/topic.ts";
import { KEY } from "./key-schema.ts";

const standard = "the ARN of a standard SNS topic, such as arn:aws:sns:eu-west-1:123456789012:on-call";
// Nothing a person reads subscribes to a FIFO topic, so ".fifo" does not match.
const topicArn = z
  .string(standard)
  .check(z.regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/, standard));

export const TOPIC = z.union(
  [
    topicArn,
    z.strictObject(
      {
        arn: topicArn,
        format: z.optional(z.enum(ALERT_FORMATS, `one of ${ALERT_FORMATS.join(", ")}`)),
        key: z.optional(KEY),
      },
      "an object with an arn",
    ),
  ],
  "the ARN of a standard SNS topic, or an object with arn and format",
);

export const TOPICS = z.array(TOPIC, "a list of SNS topic ARNs, or of objects with arn and format");
