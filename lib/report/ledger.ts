/** The ledger as the list everyone knows: what is applied, what is pending, and what is wrong. */

import { count, numeral } from "../core/count.ts";
import { insteadOf, type Judgement, type LedgerReport, type MigrationState } from "../core/ledger.ts";
import { type Page, page, prose, section } from "./page.ts";
import { printable } from "./printable.ts";
import type { TextOptions } from "./text.ts";

/** What each state means, for a person; null where nothing is wrong. */
export const STATE_WORDS: Readonly<Record<MigrationState, string | null>> = {
  applied: null,
  superseded: null,
  unverifiable: null,
  pending: null,
  "recorded-missing": "recorded as applied, and none of it is there",
  "half-applied": "part of it is there, part is not",
  "unrecorded-present": "all of it is there, and it is not recorded",
  "failed-or-dirty": "begun and not finished, as the ledger says",
  "skipped-by-order": "not applied, though newer ones are",
  "recorded-orphan": "recorded, and there is no file for it",
};

/** What is still to be run, where only some of what a step stands for is recorded. */
const inPart = ({ unrecorded, missing, changed }: Judgement): string =>
  `not recorded: ${unrecorded.join(", ")}${missing.length + changed.length > 0 ? "; it stands for several, and which of them makes what is not known" : ""}`;

export const isIncident = ({ state, edited }: Judgement): boolean => STATE_WORDS[state] !== null || edited;

/** `2.1 add email`; the name alone where the version begins it. */
export const migrationLabel = ({ id, name }: { readonly id: string; readonly name: string }): string =>
  printable(name.startsWith(id) ? name : `${id} ${name}`);

/** How many effects of each sort are shown of a migration. */
const SHOWN = 5;

export function renderLedger(report: LedgerReport, options: TextOptions): string {
  const on = page(options);
  const { ledger, migrations, heads, unattributed } = report;
  const groups = [...new Set(migrations.map(({ group }) => group))];
  const parts = [
    prose(on, headline(report)),
    ledger.found === "unreadable" ? prose(on, `${ledger.reason}; ${ledger.remedy}`, "  ") : [],
    ...groups.flatMap((group) => [
      ["", ...(group === null ? [] : [on.paint.heading(printable(group))])],
      migrations.filter((migration) => migration.group === group).flatMap((migration) => line(on, migration)),
    ]),
    section(
      on,
      "Several heads, which no migration joins",
      heads.flatMap((id) => prose(on, id, "  ")),
    ),
    section(
      on,
      "Explained by no migration",
      short(unattributed).flatMap((address) => prose(on, address, "  ")),
    ),
  ];
  return `${parts.flat().join("\n")}\n`;
}

function headline({ ledger, migrations, heads }: LedgerReport): string {
  const applied = migrations.filter(({ recorded, state }) => recorded && state !== "pending").length;
  const pending = migrations
    .filter(({ state }) => state === "pending")
    .reduce((sum, { unrecorded }) => sum + Math.max(unrecorded.length, 1), 0);
  const wrong = migrations.filter(isIncident).length + (heads.length > 0 ? 1 : 0);
  const numbers = `${applied} recorded, ${pending} pending, ${wrong === 0 ? "nothing wrong" : `${wrong} to look at`}`;
  switch (ledger.found) {
    case "read":
      return `${ledger.kind}, ${ledger.table}: ${numbers}`;
    case "absent":
      if (ledger.other)
        return `There is no ledger of ${ledger.kind}, and ${ledger.other.table} of ${ledger.other.kind} has these migrations: ${insteadOf(ledger.other)}.`;
      return `There is no ledger of ${ledger.kind}: nothing is recorded. ${count(migrations.length, "migration")} known.`;
    case "unreadable":
      return `The ledger ${ledger.table} of ${ledger.kind} cannot be read:`;
  }
}

function line(on: Page, migration: Judgement): string[] {
  const { recorded, unrecorded, state, edited } = migration;
  const wrong = isIncident(migration);
  const mark = wrong ? on.paint.severity.high("[!]") : recorded && state !== "pending" ? "[X]" : "[ ]";
  const words = STATE_WORDS[state];
  const notes = [
    ...(words ? [`${state}: ${words}`] : []),
    ...(unrecorded.length > 0 ? [inPart(migration)] : []),
    ...(recorded && state === "pending" ? ["its file has changed since it was run: it will be run again"] : []),
    ...(edited ? ["edited-after-apply: its file has changed since"] : []),
  ];
  return [
    ` ${mark} ${migrationLabel(migration)}`,
    ...notes.flatMap((note) => prose(on, note, "       ")),
    ...(wrong || unrecorded.length > 0 ? effects(on, migration) : []),
  ];
}

const effects = (on: Page, { present, missing, changed }: Judgement): string[] =>
  (
    [
      ["there", present],
      ["not there", missing],
      ["changed", changed],
    ] as const
  ).flatMap(([label, list]) =>
    list.length === 0 ? [] : prose(on, short(list).join(", "), `       ${label.padEnd(10)}`),
  );

const short = (list: readonly string[]): string[] =>
  list.length <= SHOWN ? [...list] : [...list.slice(0, SHOWN), `… and ${numeral(list.length - SHOWN)} more`];
