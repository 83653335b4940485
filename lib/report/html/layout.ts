/** Where the objects of the picture and the lines between them lie. */

import { Graph, layout } from "@dagrejs/dagre";
import type { Spot, Surroundings } from "./surroundings.ts";

export const BOX = { width: 208, height: 50 };

/** The middle of a box. */
export interface Placed {
  readonly spot: Spot;
  readonly x: number;
  readonly y: number;
}

export interface Laid {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Placed[];
  /** Each from the object that stands on another to that one. */
  readonly lines: readonly (readonly Point[])[];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** From left to right: on the right is what the rest stands on. */
export function layOut({ spots, edges }: Pick<Surroundings, "spots" | "edges">): Laid {
  const graph = new Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 14, ranksep: 56, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  // Names of our own: an address may be what an object of JavaScript is born with.
  const names = new Map(spots.map(({ address }, at) => [address, `n${at}`]));
  for (const name of names.values()) graph.setNode(name, { ...BOX });
  for (const { from, to } of edges) graph.setEdge(names.get(from) ?? "", names.get(to) ?? "");
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { readonly width?: number; readonly height?: number };
  const at = (name: string) => graph.node(name) as Point;
  return {
    ...{ width: Math.ceil(width), height: Math.ceil(height) },
    boxes: spots.map((spot, index) => ({ spot, x: at(`n${index}`).x, y: at(`n${index}`).y })),
    lines: graph.edges().map((edge: { readonly v: string; readonly w: string }) => {
      const { points } = graph.edge(edge) as { readonly points: readonly Point[] };
      return fromSideToSide(at(edge.v), points.slice(1, -1), at(edge.w));
    }),
  };
}

/** From the middle of the side that faces the other box to that of the other, so that no line hides behind a box. */
function fromSideToSide(from: Point, between: readonly Point[], to: Point): Point[] {
  const half = from.x < to.x ? BOX.width / 2 : -BOX.width / 2;
  // Neighbours need no detour.
  const detour = between.length > 1 ? between : [];
  return [{ x: from.x + half, y: from.y }, ...detour, { x: to.x - half, y: to.y }];
}
