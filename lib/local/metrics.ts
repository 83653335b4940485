/** A laptop keeps no metrics. */

import type { Metrics } from "../monitor/ports.ts";

export const noMetrics: Metrics = { record: () => undefined };
