/** What the picture shows of the relations: what drifted first, then what stands beside it, as far as an eye can take in. */

import { encodePath, parseAddress } from "../../core/address.ts";
import type { Finding } from "../../core/finding.ts";
import type { Report } from "../../core/report.ts";

export type Drawable = Pick<Report, "findings" | "relations">;

/** An object in the picture. */
export interface Spot {
  readonly address: string;
  /** `materialized view`. */
  readonly kind: string;
  /** The names alone, as far as there are any: `app.users`. */
  readonly path: string;
  /** Of what drifted itself; the worst where there are several. */
  readonly finding: Finding | null;
  /** It came or went with what drifted. */
  readonly followed: boolean;
}

export interface Surroundings {
  readonly spots: readonly Spot[];
  readonly edges: Report["relations"];
  /** Objects that have relations and are not drawn. */
  readonly more: number;
}

/** What can be taken in at a glance, and laid out in no time. */
export const MOST_SPOTS = 60;

export function surroundingsOf({ findings, relations }: Drawable): Surroundings {
  const drifted = new Map<string, Finding>();
  for (const finding of findings)
    for (const address of [finding.address, ...(finding.rename ? [finding.rename.to] : [])])
      if (!drifted.has(address)) drifted.set(address, finding);
  const followed = new Set(findings.flatMap(({ consequences }) => consequences.map(({ address }) => address)));
  const rank = (address: string): number => (drifted.has(address) ? 0 : followed.has(address) ? 2 : 1);
  const related = [...new Set(relations.flatMap(({ from, to }) => [from, to]))];
  // Sorting is stable: among equals the worst finding's come first, as they do in the relations.
  const chosen = new Set(related.sort((a, b) => rank(a) - rank(b)).slice(0, MOST_SPOTS));
  const edges = relations.filter(({ from, to }) => chosen.has(from) && chosen.has(to));
  const tied = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const spots = [...chosen]
    .filter((address) => tied.has(address))
    .map((address) => spot(address, drifted.get(address) ?? null, followed.has(address)));
  return { spots, edges, more: related.length - spots.length };
}

function spot(address: string, finding: Finding | null, followed: boolean): Spot {
  const { kind, path } = parseAddress(address);
  return { address, kind: kind.replaceAll("-", " "), path: encodePath(path.filter(Boolean)), finding, followed };
}
