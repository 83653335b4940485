/** What came of the faults, counted, and the table that tells it. */

import type { Status } from "../../lib/core/report.ts";
import type { Flaw, Verdict } from "./judge.ts";

/** What must be 0. */
export const FLAWS: Readonly<Record<Flaw, string>> = {
  wrong: "verdicts wrong",
  lost: "alerts lost",
  doubled: "alerts doubled",
  corrupted: "incidents corrupted",
  leaked: "secrets leaked",
  blocked: "others kept waiting",
};

interface Line {
  runs: number;
  /** Alerts that came once more, since nobody could know that they had come. */
  again: number;
  readonly outcomes: Map<Status, number>;
  readonly flaws: Record<Flaw, number>;
  /** What the first flaws were, for people. */
  readonly details: string[];
}

const SHOWN = 5;

export class Tally {
  readonly #lines = new Map<string, Line>();

  add({ fault, place }: { readonly fault: string; readonly place: string }, { status, again, flaws }: Verdict): void {
    const line = this.#lineOf(fault);
    line.runs += 1;
    line.again += again;
    line.outcomes.set(status, (line.outcomes.get(status) ?? 0) + 1);
    for (const { flaw, detail } of flaws) {
      line.flaws[flaw] += 1;
      if (line.details.length < SHOWN) line.details.push(`${fault}, ${place}: ${FLAWS[flaw]}: ${detail}`);
    }
  }

  get runs(): number {
    return [...this.#lines.values()].reduce((sum, { runs }) => sum + runs, 0);
  }

  /** The first of what must not be, in words. */
  get details(): string[] {
    return [...this.#lines.values()].flatMap(({ details }) => details);
  }

  /** How often what must not be was met. */
  get flaws(): Readonly<Record<Flaw, number>> {
    return sumOf([...this.#lines.values()].map(({ flaws }) => flaws));
  }

  table(): string {
    const head = ["fault", "runs", "outcome", ...Object.values(FLAWS)];
    const rows = [...this.#lines].map(([fault, line]) => rowOf(fault, line));
    const all: Line = {
      runs: this.runs,
      again: [...this.#lines.values()].reduce((sum, { again }) => sum + again, 0),
      outcomes: new Map(),
      flaws: { ...this.flaws },
      details: [],
    };
    const table = [head, ...rows, rowOf("all", all)];
    const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
    return table
      .map((row) =>
        row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join("  ")
          .trimEnd(),
      )
      .join("\n");
  }

  #lineOf(fault: string): Line {
    const line = this.#lines.get(fault) ?? { runs: 0, again: 0, outcomes: new Map(), flaws: none(), details: [] };
    this.#lines.set(fault, line);
    return line;
  }
}

const none = (): Record<Flaw, number> => ({ wrong: 0, lost: 0, doubled: 0, corrupted: 0, leaked: 0, blocked: 0 });

function sumOf(lines: readonly Readonly<Record<Flaw, number>>[]): Record<Flaw, number> {
  const sum = none();
  for (const line of lines) for (const flaw of Object.keys(FLAWS) as Flaw[]) sum[flaw] += line[flaw];
  return sum;
}

const rowOf = (fault: string, { runs, again, outcomes, flaws }: Line): string[] => [
  fault,
  String(runs),
  [
    ...[...outcomes].sort(([a], [b]) => a.localeCompare(b)).map(([status, times]) => `${times} ${status}`),
    ...(again > 0 ? [`${again} told again by the same name`] : []),
  ].join(", "),
  ...(Object.keys(FLAWS) as Flaw[]).map((flaw) => String(flaws[flaw])),
];
