/** The repair of a ledger as SQL that psql runs, with a comment for each migration. */

import { count } from "../core/count.ts";
import type { PlanStep, Script } from "../core/plan.ts";
import { partsOf } from "../core/plan.ts";
import type { Proof } from "../core/proof.ts";
import { migrationLabel } from "./ledger.ts";
import { page } from "./page.ts";
import { printable } from "./printable.ts";
import { proofText } from "./proof.ts";
import { remark, scriptText, terminated } from "./remediation.ts";

export interface ShownRepair {
  /** `schema.table`, and whose it is. */
  readonly ledger: string;
  readonly migrations: readonly {
    readonly id: string;
    readonly name: string;
    readonly state: string;
    readonly does: readonly (keyof typeof DOES)[];
    readonly note: string | null;
  }[];
  /** The missing effects. */
  readonly effects: Script;
  /** Statements for the ledger itself. */
  readonly rows: readonly string[];
  /** Of the effects; null where nobody asked, or there are none. */
  readonly proof: Proof | null;
  /** The same as commands of its tool. */
  readonly commands: readonly string[];
  readonly left: readonly { readonly id: string; readonly name: string; readonly state: string }[];
}

/** What is done about a migration, for a person. */
const DOES = {
  complete: "make what is missing of it",
  "take-back": "take back its record",
  record: "record it",
  "by-hand": "by hand",
} as const;

const ON = page({ colour: false, width: 100 });

export function renderRepair(repair: ShownRepair): string {
  const { ledger, migrations, effects, rows, commands, left, proof } = repair;
  const lines = [
    ...remark(
      ON,
      `The repair of the ledger ${ledger}: ${count(migrations.length, "migration")}. Nothing of it has been run.`,
      "-- ",
    ),
    ...migrations.flatMap((migration) => {
      const { state, does, note } = migration;
      const what = does.map((each) => DOES[each]).join(", ");
      return remark(ON, `${migrationLabel(migration)}: ${state}: ${what}${note === null ? "" : `; ${note}`}`, "--   ");
    }),
    ...repairParts(repair).flatMap(({ transactional, steps, rows: own }) => [
      "",
      ...(transactional ? ["BEGIN;"] : []),
      ...steps.flatMap((step) => ["", ...heading(step), terminated(step.sql)]),
      ...(own.length > 0 ? ["", "-- The ledger", ...own.map(terminated)] : []),
      ...(transactional ? ["", "COMMIT;"] : []),
    ]),
    ...(proof ? ["", ...remark(ON, `The effects: ${printable(proofText(proof))}`, "-- ")] : []),
    ...effects.manual.flatMap(({ address, reason }) => remark(ON, `By hand: ${printable(address)}: ${reason}`, "-- ")),
    ...(commands.length > 0 && rows.length > 0
      ? ["", "-- The ledger's part, by its own tool instead:", ...commands.map((line) => `--   ${printable(line)}`)]
      : []),
    ...left.flatMap((migration, at) => [
      ...(at === 0 ? ["", "-- What will still not agree:"] : []),
      ...remark(ON, `${migrationLabel(migration)}: ${migration.state}`, "--   "),
    ]),
  ];
  return scriptText(lines);
}

const heading = ({ id, description, risk, reason }: PlanStep): string[] => [
  ...remark(ON, `${id} ${risk.toUpperCase()}: ${description}`, "-- "),
  ...remark(ON, reason, "--   "),
];

/** What runs together; the ledger says so with the last of the effects. */
export function repairParts({ effects, rows }: Pick<ShownRepair, "effects" | "rows">) {
  const parts = partsOf(effects).map(({ transactional, steps }) => ({
    transactional,
    steps,
    rows: [] as readonly string[],
  }));
  const last = parts.at(-1);
  if (rows.length === 0) return parts;
  if (!last?.transactional) return [...parts, { transactional: true, steps: [], rows }];
  return [...parts.slice(0, -1), { ...last, rows }];
}
