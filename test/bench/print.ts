/** How the bench says what it measured. */

import type { Measure } from "./job.ts";
import type { ReadingCost, ServerCost } from "./profile.ts";
import { ratio, table, whole } from "./table.ts";

/** One contender: what it took, or why it came to no end. */
export interface Line {
  readonly label: string;
  readonly result: Measure | string;
}

export function printMeasures(lines: readonly Line[]): void {
  const base = lines.find(({ result }) => typeof result !== "string");
  const baseMs = typeof base?.result === "object" ? base.result.milliseconds : 1;
  const rows = lines.map(({ label, result }) =>
    typeof result === "string"
      ? [label, "–", "–", "–", result]
      : [label, whole(result.milliseconds), ratio(baseMs / result.milliseconds), whole(result.megabytes)],
  );
  console.log(`\n${table(["", "ms", "×", "peak MB", ""], rows)}`);
  console.log(`\n×: how many times faster than ${base?.label}. Best of three, Node ${process.version}.\n`);
}

/** What plans take beside the first, which they are made of. */
export function printPlans(lines: readonly Line[]): void {
  const measured = lines.map(({ result }) => (typeof result === "string" ? undefined : result));
  const base = measured[0]?.milliseconds ?? 1;
  const rows = lines.map(({ label, result }) =>
    typeof result === "string"
      ? [label, "–", "–", "–", result]
      : [label, whole(result.milliseconds), ratio(result.milliseconds / base), whole(result.megabytes)],
  );
  console.log(`\n${table(["", "ms of processor time", "× the first", "peak MB", ""], rows)}`);
  console.log(`\nBest of three, Node ${process.version}.\n`);
}

/** How times and memory grow from one schema to a larger: as the tables do, or worse. */
export function printGrowth(small: readonly Line[], large: readonly Line[], from: number, to: number): void {
  const after = new Map(large.map(({ label, result }) => [label, result]));
  const rows = small.map(({ label, result: before }) => {
    const then = after.get(label);
    if (typeof before === "string" || then === undefined || typeof then === "string") return [label, "–", "–", "–"];
    const growth = then.milliseconds / before.milliseconds;
    const memory = then.megabytes && before.megabytes ? ratio(then.megabytes / before.megabytes) : "–";
    return [label, ratio(growth), ratio(growth / (to / from)), memory];
  });
  console.log(`from ${whole(from)} to ${whole(to)} tables (× ${ratio(to / from)}):\n`);
  console.log(table(["", "time ×", "per table ×", "memory ×"], rows));
}

export function printProfile(costs: readonly ServerCost[], { readers, phases, objects, texts }: ReadingCost): void {
  const line = (label: string, of: readonly ServerCost[], reader: number): string[] => {
    const sum = (column: keyof Omit<ServerCost, "label">) => of.reduce((all, cost) => all + cost[column], 0);
    return [
      label,
      ...[sum("statements"), sum("rows"), sum("serverMs"), sum("driverMs")].map(whole),
      sum("megabytes").toFixed(1),
      whole(reader),
    ];
  };
  const rows = [...costs]
    .sort((a, b) => b.driverMs - a.driverMs)
    .map((cost) => line(cost.label, [cost], readers[cost.label] ?? 0));
  const reader = Object.values(readers).reduce((all, milliseconds) => all + milliseconds, 0);
  const head = ["", "statements", "rows", "server ms", "driver ms", "MB sent", "our ms"];
  console.log(`\n${table(head, [...rows, line("all", costs, reader)])}`);
  console.log(
    "\nserver: EXPLAIN ANALYZE; driver: to the last row, each by itself, rows thrown away; our: taking its rows in, in a reading.\n",
  );
  const phaseRows = phases.map(({ label, milliseconds, megabytes }) => [label, whole(milliseconds), whole(megabytes)]);
  console.log(table(["", "ms", "peak MB after"], phaseRows));
  console.log(`\n${whole(objects)} objects, ${whole(texts)} texts parsed.\n`);
}
