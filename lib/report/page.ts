/** What every part of a text report is written on: a width, and colours. */

import { type Palette, palette } from "./palette.ts";
import { paragraph } from "./paragraph.ts";
import { printable } from "./printable.ts";

export interface Page {
  readonly width: number;
  readonly paint: Palette;
  /** What its head says of when all this appeared: findings that say the same need not. */
  readonly seen?: string;
}

const WIDTH = 100;
const NARROWEST = 40;

export const page = ({ colour, width = WIDTH, seen }: PageOptions): Page => ({
  width: Math.max(NARROWEST, width),
  paint: palette(colour),
  ...(seen === undefined ? {} : { seen }),
});

interface PageOptions extends Partial<Omit<Page, "paint">> {
  readonly colour: boolean;
}

/** A text of ours or theirs, made harmless and broken into lines. */
export const prose = ({ width }: Page, text: string, first = ""): string[] =>
  paragraph(printable(text.replaceAll(/[\t\n\r ]+/g, " ").trim()), width, first);

/** A part of a report under its heading; nothing when it has no lines. */
export const section = ({ paint }: Page, heading: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ["", paint.heading(heading), "", ...lines];
