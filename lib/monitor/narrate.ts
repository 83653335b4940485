/** What a report says in words: one sentence, and what to do now. */

import { flagsTo, type Reached } from "../config/flags.ts";
import { observedFingerprint } from "../config/storage.ts";
import type { Uncertainty } from "../core/change.ts";
import { count, numeral, tally } from "../core/count.ts";
import type { Report } from "../core/report.ts";
import { SEVERITIES } from "../core/severity.ts";

type Facts = Omit<Report, "summary" | "nextSteps">;

export function summarise(facts: Facts): string {
  const { status, target, findings, pending, unreadable, notCompared, uncertain, error } = facts;
  switch (status) {
    case "IN_SYNC":
      return pending.length === 0
        ? `${target} is as expected${hidden(facts)}.`
        : `${target} is as expected${hidden(facts)}; ${count(pending.length, "migration")} still to be run.`;
    case "DRIFTED":
      return `${target} has drifted: ${count(findings.length, "finding")} (${severities(facts)})${known(facts)}${hidden(facts)}.`;
    case "INCOMPLETE": {
      const unseen = [...unreadable.map(({ kind }) => kind), ...notCompared, ...uncertain.map(named)];
      const why = error ? error.message : `not seen or not compared: ${unseen.join(", ")}`;
      return `${target} could not be checked completely: ${why}${findings.length > 0 ? `; the rest has drifted: ${severities(facts)}` : ""}.`;
    }
    case "NOT_CHECKED":
      if (error) return `${target} was not checked: ${error.message}.`;
      return `${target} has no expected snapshot yet, so there is nothing to compare it with.`;
    case "ERROR":
      return `${target} could not be checked: ${error?.message ?? "unknown error"}.`;
  }
}

const hidden = ({ suppressed }: Facts): string =>
  suppressed.length === 0 ? "" : `; ${count(suppressed.length, "finding")} hidden by rules`;

function known({ findings }: Facts): string {
  const acknowledged = findings.filter((finding) => finding.acknowledged !== null).length;
  return acknowledged === 0 ? "" : `, ${numeral(acknowledged)} of them acknowledged`;
}

const severities = ({ counts }: Facts): string => tally(counts, SEVERITIES);

/** Where a target's things are. */
export interface Places extends Reached {
  /** Where the expected snapshot is, or would be put. */
  readonly expected: string;
}

/** @param remedy what to do about the error */
export function nextSteps(facts: Facts, places: Places, remedy?: string): string[] {
  const { status, findings, unreadable, notCompared, uncertain, stored, error } = facts;
  const { expected } = places;
  switch (status) {
    case "IN_SYNC":
      return [];
    case "DRIFTED":
      return driftSteps(facts, places, [`If the change was meant, accept it: ${acceptCommand(facts, places)}`]);
    case "INCOMPLETE":
      return [
        // What was not seen cannot be accepted with the rest.
        ...(findings.length > 0 ? driftSteps(facts, places, []) : []),
        // One right that is missing closes several kinds.
        ...new Set(unreadable.map((it) => sentence(it.remedy))),
        ...(notCompared.length > 0
          ? [
              `Take the expected snapshot again${findings.length > 0 ? ", of a database that has not drifted," : ","} with this version and all that is asked for: it lacks ${notCompared.join(", ")}.`,
            ]
          : []),
        ...(uncertain.length > 0
          ? [
              `Compare by eye what the two servers' majors print differently (${uncertain.map(named).join(", ")}); if it is right, accept it: ${acceptCommand(facts, places)}`,
            ]
          : []),
        ...(error ? ["Check again when the migration or maintenance that is running has finished."] : []),
      ];
    case "NOT_CHECKED":
      if (error)
        return [
          "Wait for the next run, or check again once the migration has finished: what it has half done is no drift.",
          "If none is running, end the session that has kept the lock; after six hours the check is made all the same.",
        ];
      return [
        `Review the observed snapshot${stored.observed ? ` at ${stored.observed}` : ""}; if it is right, accept it: ${acceptCommand(facts, places)}`,
        `Or take one of a database you trust: ${snapshotCommand(expected)}`,
      ];
    case "ERROR":
      return [remedy ? sentence(remedy) : "Report it: this is a fault of Driftwatch, not of the database."];
  }
}

export const snapshotCommand = (expected: string): string => `driftwatch snapshot --database-url URL --out ${expected}`;

const driftSteps = (facts: Facts, places: Places, accepting: readonly string[]): string[] => [
  "Find out who changed the schema and why.",
  ...(facts.remediation.statements.length > 0
    ? ["If the change was a mistake, read the proposed SQL and run it."]
    : []),
  ...facts.remediation.manual.map(({ address, reason }) => `By hand, for ${address}: ${reason}.`),
  ...accepting,
  ...acknowledgeSteps(facts, places),
];

/** As much of a fingerprint as tells it from every other. */
const ENOUGH = 16;

function acceptCommand({ target, stored, fingerprint }: Facts, places: Places): string {
  const print = observedFingerprint(stored.observed ?? "") ?? fingerprint.actual ?? "FINGERPRINT";
  return `driftwatch accept --database ${target} --fingerprint ${print.slice(0, ENOUGH)} --why "…"${flagsTo(places)}`;
}

/** Of more findings than that none is named: each has its id beside it. */
const NAMED = 3;

function acknowledgeSteps({ target, findings }: Facts, places: Places): string[] {
  const unknown = findings.filter(({ acknowledged }) => acknowledged === null);
  if (unknown.length === 0) return [];
  const which = unknown.length > NAMED ? "ID…" : unknown.map(({ id }) => id).join(" ");
  const command = `driftwatch acknowledge ${which} --database ${target} --until DATE --why "…"${flagsTo(places)}`;
  return [`If it is known and stays for now, say so, and nobody is told again: ${command}`];
}

const named = ({ address, attribute }: Uncertainty): string => `${address} ${attribute}`;

/** A remedy that is SQL is copied as it stands. */
const sentence = (text: string): string =>
  /^GRANT .* TO /.test(text) ? `${text};` : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
