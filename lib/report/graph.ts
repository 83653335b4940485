/** The steps of a plan and their order, drawn with letters, or for Graphviz, Mermaid and browsers. */

import type { Risk } from "../core/hazard.ts";
import { html } from "./html/markup.ts";
import { type GraphStep, stepGraph } from "./html/step-graph.ts";
import { palette } from "./palette.ts";
import { printable } from "./printable.ts";
import { needs } from "./step-order.ts";

export const GRAPH_FORMATS = ["ascii", "dot", "mermaid", "svg"] as const;
export type GraphFormat = (typeof GRAPH_FORMATS)[number];

export function renderGraph(steps: readonly GraphStep[], format: GraphFormat, colour = false): string {
  switch (format) {
    case "ascii":
      return ascii(steps, colour);
    case "dot":
      return dot(steps);
    case "mermaid":
      return mermaid(steps);
    case "svg":
      return `${stepGraph(steps, html`<style>${STYLE}</style>\n`).text}\n`;
  }
}

/** Colours that carry black letters. */
const FILLS: Readonly<Record<Risk, string>> = { safe: "#d7efdc", caution: "#fbe7bd", danger: "#f8d0cb" };
const LINES: Readonly<Record<Risk, string>> = { safe: "#256b3c", caution: "#855800", danger: "#b3261e" };
const RISKS = Object.keys(FILLS) as Risk[];

const STYLE = [
  "text{font:12px ui-monospace,Menlo,Consolas,monospace;fill:#1d1d1b}",
  ".step-risk{font-weight:600;font-size:11px}",
  ".edges path{fill:none;stroke:#6b6a64;stroke-width:1.2}#step-arrow path{fill:#6b6a64}",
  ...RISKS.map((risk) => `.is-${risk} rect{fill:${FILLS[risk]};stroke:${LINES[risk]}}`),
].join("");

/** A lane a step, from its row down to the last one that needs it; in that row a line leads to whoever does. */
function ascii(steps: readonly GraphStep[], colour: boolean): string {
  const paint = palette(colour).risk;
  const ordered = needs(steps);
  const last = new Map<string, number>();
  for (const [at, { after }] of ordered.entries()) for (const id of after) last.set(id, at);
  const lanes: (string | null)[] = [];
  const rows = ordered.map(({ step, after }, at) => {
    const ending = lanes.map((id) => id !== null && last.get(id) === at);
    // Lanes that end here are free from the next row on.
    const free = lanes.indexOf(null);
    const own = free < 0 ? lanes.length : free;
    const picture = drawn([...lanes], own, new Set(after));
    for (const [lane, ends] of ending.entries()) if (ends) lanes[lane] = null;
    lanes[own] = last.has(step.id) ? step.id : null;
    while (lanes.at(-1) === null) lanes.pop();
    return { step, picture };
  });
  const width = Math.max(0, ...rows.map(({ picture }) => picture.length));
  const digits = String(steps.length).length;
  const lines = rows.map(({ step: { id, risk, description }, picture }, at) =>
    [
      String(at + 1).padStart(digits),
      picture.padEnd(width),
      paint[risk](risk.toUpperCase().padEnd(7)),
      id,
      printable(description),
    ].join("  "),
  );
  return `${lines.join("\n")}\n`;
}

/** One row: `|` a lane that goes on, `+` one that leads to the step, `*` the step. */
function drawn(lanes: readonly (string | null)[], own: number, after: ReadonlySet<string>): string {
  const reached = lanes.flatMap((id, lane) => (id !== null && after.has(id) ? [lane] : []));
  const [from, to] = [Math.min(own, ...reached), Math.max(own, ...reached)];
  const width = Math.max(lanes.length, own + 1);
  const cells = Array.from({ length: width }, (_, lane) => {
    const id = lanes[lane] ?? null;
    const within = lane >= from && lane <= to;
    const mark = lane === own ? "*" : reached.includes(lane) ? "+" : id !== null ? "|" : within ? "-" : " ";
    return `${mark}${within && lane < to ? "-" : " "}`;
  });
  return cells.join("").trimEnd();
}

const dot = (steps: readonly GraphStep[]): string =>
  [
    "digraph plan {",
    "  rankdir=LR;",
    '  node [shape=box, style="rounded,filled", fontname="monospace", fontsize=10];',
    ...steps.map(
      ({ id, risk, description }, at) =>
        `  "${id}" [label="${at + 1} ${risk.toUpperCase()} ${id}\\n${inQuotes(description)}", fillcolor="${FILLS[risk]}", color="${LINES[risk]}"];`,
    ),
    ...needs(steps).flatMap(({ step, after }) => after.map((id) => `  "${id}" -> "${step.id}";`)),
    "}",
    "",
  ].join("\n");

const inQuotes = (text: string): string => printable(text).replaceAll("\\", "\\\\").replaceAll('"', '\\"');

const mermaid = (steps: readonly GraphStep[]): string =>
  [
    "flowchart LR",
    ...steps.map(
      ({ id, risk, description }, at) =>
        `  s${id}["${at + 1} ${risk.toUpperCase()} ${id}<br/>${spelled(description)}"]:::${risk}`,
    ),
    ...needs(steps).flatMap(({ step, after }) => after.map((id) => `  s${id} --> s${step.id}`)),
    ...RISKS.map((risk) => `  classDef ${risk} fill:${FILLS[risk]},stroke:${LINES[risk]},color:#1d1d1b`),
    "",
  ].join("\n");

/** What means something to it or to HTML is spelled by its number. */
const spelled = (text: string): string =>
  printable(text).replaceAll(/["#&<>;`{}[\]()|\\]/g, (character) => `#${character.charCodeAt(0)};`);
