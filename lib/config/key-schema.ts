/** Customer keys as the config file names them. */

import * as z from "zod/mini";

const allowed = "the full ARN of a KMS key, arn:aws:kms:…:key/…: an alias grants nothing";

export const KEY = z
  .string(allowed)
  .check(z.regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/, allowed));
