/** Every fault there is. */

import { AWS } from "./aws.ts";
import { CONNECTION, ENCRYPTED, GARBLING } from "./connection.ts";
import { CREDENTIALS } from "./credentials.ts";
import { DISK, KILLS } from "./disk.ts";
import { PROMOTION, RECOVERY } from "./recovery.ts";
import { RESTARTS } from "./restarts.ts";
import { ROTATION } from "./rotation.ts";
import { CATALOGUES, SERVER } from "./server.ts";
import { STATEMENTS } from "./statements.ts";
import { STORMY } from "./storm.ts";
import { TIME } from "./time.ts";
import { TOGETHER } from "./together.ts";
import type { Family } from "./trial.ts";
import { WAITING } from "./waiting.ts";

export const IN_POSTGRES: readonly Family[] = [
  CONNECTION,
  GARBLING,
  ENCRYPTED,
  STATEMENTS,
  SERVER,
  CATALOGUES,
  RESTARTS,
  RECOVERY,
  PROMOTION,
  STORMY,
  WAITING,
  ROTATION,
];
export const IN_AWS: readonly Family[] = [TIME, AWS, CREDENTIALS, TOGETHER, DISK, KILLS];
export const FAMILIES: readonly Family[] = [...IN_POSTGRES, ...IN_AWS];
