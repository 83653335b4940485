/** Every fault there is. */

import { AWS } from "./aws.ts";
import { CONNECTION } from "./connection.ts";
import { STATEMENTS } from "./statements.ts";
import { TIME } from "./time.ts";
import type { Family } from "./trial.ts";

export const IN_POSTGRES: readonly Family[] = [CONNECTION, STATEMENTS];
export const IN_AWS: readonly Family[] = [TIME, AWS];
export const FAMILIES: readonly Family[] = [...IN_POSTGRES, ...IN_AWS];
