/** Every fault there is. */

import { AWS } from "./aws.ts";
import { CONNECTION, GARBLING } from "./connection.ts";
import { CREDENTIALS } from "./credentials.ts";
import { PROMOTION, RECOVERY } from "./recovery.ts";
import { RESTARTS } from "./restarts.ts";
import { CATALOGUES, SERVER } from "./server.ts";
import { STATEMENTS } from "./statements.ts";
import { TIME } from "./time.ts";
import { TOGETHER } from "./together.ts";
import type { Family } from "./trial.ts";

export const IN_POSTGRES: readonly Family[] = [
  CONNECTION,
  GARBLING,
  STATEMENTS,
  SERVER,
  CATALOGUES,
  RESTARTS,
  RECOVERY,
  PROMOTION,
];
export const IN_AWS: readonly Family[] = [TIME, AWS, CREDENTIALS, TOGETHER];
export const FAMILIES: readonly Family[] = [...IN_POSTGRES, ...IN_AWS];
