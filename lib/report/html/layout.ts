/** Where the objects of the picture and the lines between them lie. */

import { Graph, layout } from "@dagrejs/dagre";

export const BOX = { width: 208, height: 50 };

/** Something to draw, known to the lines by its address. */
interface Drawn {
  readonly address: string;
}

/** The middle of a box. */
export interface Placed<S extends Drawn> {
  readonly spot: S;
  readonly x: number;
  readonly y: number;
}

export interface Laid<S extends Drawn> {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Placed<S>[];
  /** Each from the object that stands on another to that one. */
  readonly lines: readonly (readonly Point[])[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** From left to right: a line's end is on the right of its beginning. */
export function layOut<S extends Drawn>({
  spots,
  edges,
}: {
  readonly spots: readonly S[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}): Laid<S> {
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

/** A line as a curve that leaves and arrives level. */
export function curve(points: readonly Point[]): string {
  return points
    .map(({ x, y }, at) => {
      const before = points[at - 1];
      if (!before) return `M${tenth(x)} ${tenth(y)}`;
      const middle = tenth((before.x + x) / 2);
      return `C${middle} ${tenth(before.y)} ${middle} ${tenth(y)} ${tenth(x)} ${tenth(y)}`;
    })
    .join("");
}

export const tenth = (value: number): number => Math.round(value * 10) / 10;
