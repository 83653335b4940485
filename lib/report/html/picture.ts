/** What stands on what around the drift, as a picture and in words. */

import { count } from "../../core/count.ts";
import type { Severity } from "../../core/severity.ts";
import { cut } from "../paragraph.ts";
import { printable } from "../printable.ts";
import { name } from "./attribution.ts";
import { anchorOf } from "./finding.ts";
import { BOX, curve, type Laid, layOut, type Placed, tenth } from "./layout.ts";
import { type Html, html } from "./markup.ts";
import { folded, type Section, section } from "./section.ts";
import { type Drawable, type Spot, type Surroundings, surroundingsOf } from "./surroundings.ts";

/** Letters that fit into a box. */
const FITTING = 26;

export function pictureSection(report: Drawable): Section | null {
  const surroundings = surroundingsOf(report);
  const { spots, edges, more } = surroundings;
  if (spots.length < 2) return null;
  const body = html`<p>What drifted, what it stands on, and what stands on it. An arrow leads from an object to what it needs or lies within.${
    more > 0 ? ` ${count(more, "more object")} beside the drift ${more === 1 ? "is" : "are"} not drawn.` : null
  }</p>
<div class="picture" tabindex="0" role="region" aria-label="The dependency picture; it can be scrolled">${drawing(layOut(surroundings), surroundings)}</div>
${folded("The same in words", inWords(spots, edges))}`;
  return section("picture", "Dependencies", null, body);
}

function drawing({ width, height, boxes, lines }: Laid<Spot>, { spots, edges }: Surroundings): Html {
  const drifted = spots.filter(({ finding }) => finding !== null).length;
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="group" aria-labelledby="picture-title" aria-describedby="picture-description">
<title id="picture-title">What stands on what around the drift</title>
<desc id="picture-description">${count(spots.length, "object")}, ${drifted} of which drifted, and ${count(edges.length, "relation")} among them. The same in words stands below.</desc>
<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>
<g class="edges" aria-hidden="true">${lines.map((points) => html`<path d="${curve(points)}" marker-end="url(#arrow)"/>`)}</g>
${boxes.map(box)}</svg>`;
}

function box({ spot, x, y }: Placed<Spot>): Html {
  const { finding, kind } = spot;
  const [left, top] = [tenth(x - BOX.width / 2), tenth(y - BOX.height / 2)];
  const content = html`<title>${titleOf(spot)}</title>
<rect width="${BOX.width}" height="${BOX.height}" rx="6"/>${
    finding === null ? null : html`<use href="#icon-${finding.severity}" x="12" y="10" width="11" height="11"/>`
  }
<text class="spot-kind" x="${finding === null ? 12 : 29}" y="19">${cut(printable(finding === null ? kind : `${finding.severity} · ${kind}`), FITTING + 4)}</text>
<text class="spot-name" x="12" y="37">${shortened(printable(spot.path))}</text>`;
  const sort = finding === null ? (spot.followed ? "followed" : "beside") : `is-${finding.severity}`;
  const at = `translate(${left} ${top})`;
  return finding === null
    ? html`<g class="spot ${sort}" transform="${at}">${content}</g>
`
    : html`<a class="spot ${sort}" href="#${anchorOf(finding)}" transform="${at}">${content}</a>
`;
}

/** The end of a path says more than its beginning. */
function shortened(path: string): string {
  const characters = [...path];
  return characters.length <= FITTING ? path : `…${characters.slice(1 - FITTING).join("")}`;
}

const titleOf = (spot: Spot): string => `${spot.kind} ${spot.path}: ${stateOf(spot)}`;

function stateOf({ finding, followed }: Spot): string {
  const said: Severity | null = finding?.severity ?? null;
  return said === null ? (followed ? "came or went with what drifted" : "as expected") : `drifted (${said})`;
}

function inWords(spots: readonly Spot[], edges: Surroundings["edges"]): Html {
  const byAddress = new Map(spots.map((spot) => [spot.address, spot]));
  const named = (address: string): Html => {
    const spot = byAddress.get(address);
    return html`${name(spot ? `${spot.kind} ${spot.path}` : address)}${spot?.finding ? html` <span class="quiet">(${stateOf(spot)})</span>` : null}`;
  };
  return html`<ul class="plain">${edges.map(({ from, to }) => html`<li>${named(from)} needs or lies within ${named(to)}</li>`)}</ul>`;
}
