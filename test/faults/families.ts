/** Every fault there is. */

import { CONNECTION } from "./connection.ts";
import { STATEMENTS } from "./statements.ts";
import { TIME } from "./time.ts";
import type { Family } from "./trial.ts";

export const FAMILIES: readonly Family[] = [CONNECTION, STATEMENTS, TIME];
