/** Every fault there is. */

import { CONNECTION } from "./connection.ts";
import { STATEMENTS } from "./statements.ts";
import type { Family } from "./trial.ts";

export const FAMILIES: readonly Family[] = [CONNECTION, STATEMENTS];
