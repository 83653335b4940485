/** The steps of a plan and their order as a picture: first on the left, risk as colour and as a word. */

import { count } from "../../core/count.ts";
import type { PlanStep } from "../../core/plan.ts";
import { cut } from "../paragraph.ts";
import { printable } from "../printable.ts";
import { needs } from "../step-order.ts";
import { BOX, curve, layOut, type Placed, tenth } from "./layout.ts";
import { type Html, html } from "./markup.ts";

export type GraphStep = Pick<PlanStep, "id" | "description" | "risk" | "after">;

interface Spot {
  readonly address: string;
  readonly step: GraphStep;
  readonly number: number;
}

/** Letters that fit into a box. */
const FITTING = 26;

/** @param style what a picture that stands alone brings with it */
export function stepGraph(steps: readonly GraphStep[], style: Html | null = null): Html {
  const spots = steps.map((step, at): Spot => ({ address: String(at), step, number: at + 1 }));
  const places = new Map(steps.map(({ id }, at) => [id, String(at)]));
  const edges = needs(steps).flatMap(({ after }, at) =>
    after.map((id) => ({ from: places.get(id) ?? "", to: String(at) })),
  );
  const { width, height, boxes, lines } = layOut({ spots, edges });
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="steps-title" aria-describedby="steps-description">
<title id="steps-title">The steps of the plan and their order</title>
<desc id="steps-description">${count(steps.length, "step")}; ${count(edges.length, "line")}, each from a step to one that must come after it.</desc>
${style}<defs><marker id="step-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>
<g class="edges" aria-hidden="true">${lines.map((points) => html`<path d="${curve(points)}" marker-end="url(#step-arrow)"/>`)}</g>
${boxes.map(box)}</svg>`;
}

function box({ spot: { step, number }, x, y }: Placed<Spot>): Html {
  const { id, risk, description } = step;
  return html`<g class="step is-${risk}" transform="translate(${tenth(x - BOX.width / 2)} ${tenth(y - BOX.height / 2)})"><title>${number}. ${risk.toUpperCase()} ${id}: ${description}</title>
<rect width="${BOX.width}" height="${BOX.height}" rx="6"/>
<text class="step-risk" x="12" y="19">${number} · ${risk.toUpperCase()} · ${id}</text>
<text class="step-name" x="12" y="37">${cut(printable(description), FITTING)}</text></g>
`;
}
