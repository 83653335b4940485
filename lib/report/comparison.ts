/** Two snapshots compared outside any check: what `driftwatch diff` shows. */

import type { Report } from "../core/report.ts";
import type { Verdict } from "../engine/compare.ts";

export interface Comparison extends Omit<Verdict, "objects">, Pick<Report, "summary" | "counts"> {
  /** Version of this shape. */
  readonly format: 1;
}
