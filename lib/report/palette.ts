/** Colours by what they mean. Without colour every function returns its text. */

import pc from "picocolors";
import type { Risk } from "../core/hazard.ts";
import type { Status } from "../core/report.ts";
import type { Severity } from "../core/severity.ts";

type Paint = (text: string) => string;

export interface Palette {
  readonly status: Readonly<Record<Status, Paint>>;
  readonly severity: Readonly<Record<Severity, Paint>>;
  readonly risk: Readonly<Record<Risk, Paint>>;
  readonly heading: Paint;
  readonly expected: Paint;
  readonly actual: Paint;
  /** What is there to be looked up, not read. */
  readonly quiet: Paint;
}

export function palette(colour: boolean): Palette {
  const colours = pc.createColors(colour);
  const loud = (paint: Paint) => (text: string) => colours.bold(paint(text));
  const { red, yellow, green, cyan, magenta, dim, bold } = colours;
  return {
    status: {
      IN_SYNC: loud(green),
      DRIFTED: loud(red),
      INCOMPLETE: loud(yellow),
      NOT_CHECKED: loud(yellow),
      ERROR: loud(magenta),
    },
    severity: { critical: loud(red), high: red, medium: yellow, low: cyan, info: dim },
    risk: { danger: loud(red), caution: yellow, safe: green },
    heading: bold,
    expected: green,
    actual: red,
    quiet: dim,
  };
}
