/** What a report says in words: one sentence, and what to do now. */

import type { Uncertainty } from "../core/change.ts";
import type { Report } from "../core/report.ts";
import { SEVERITIES } from "../core/severity.ts";

type Facts = Omit<Report, "summary" | "nextSteps">;

export function summarise(facts: Facts): string {
  const { status, target, findings, pending, unreadable, notCompared, uncertain, error } = facts;
  switch (status) {
    case "IN_SYNC":
      return pending.length === 0
        ? `${target} is as expected.`
        : `${target} is as expected; ${count(pending.length, "migration")} still to be run.`;
    case "DRIFTED":
      return `${target} has drifted: ${count(findings.length, "finding")} (${severities(facts)}).`;
    case "INCOMPLETE": {
      const unseen = [...unreadable.map(({ kind }) => kind), ...notCompared, ...uncertain.map(named)];
      const why = error ? error.message : `not seen or not compared: ${unseen.join(", ")}`;
      return `${target} could not be checked completely: ${why}${findings.length > 0 ? `; of the rest: ${severities(facts)}` : ""}.`;
    }
    case "NOT_CHECKED":
      if (error) return `${target} was not checked: ${error.message}.`;
      return `${target} has no expected snapshot yet, so there is nothing to compare it with.`;
    case "ERROR":
      return `${target} could not be checked: ${error?.message ?? "unknown error"}.`;
  }
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

const severities = ({ counts }: Facts): string =>
  SEVERITIES.filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}`)
    .join(", ");

/**
 * @param expected where the expected snapshot is, or would be put
 * @param remedy what to do about the error
 */
export function nextSteps(facts: Facts, expected: string, remedy?: string): string[] {
  const { status, remediation, unreadable, notCompared, uncertain, stored, error } = facts;
  switch (status) {
    case "IN_SYNC":
      return [];
    case "DRIFTED":
      return [
        "Find out who changed the schema and why.",
        ...(remediation.statements.length > 0
          ? ["If the change was a mistake, read the proposed SQL and run it."]
          : []),
        ...remediation.manual.map(({ address, reason }) => `By hand, for ${address}: ${reason}.`),
        `If the change was meant, make the observed schema the expected one: copy ${stored.observed ?? "the observed snapshot"} to ${expected}.`,
      ];
    case "INCOMPLETE":
      return [
        ...unreadable.map((it) => sentence(it.remedy)),
        ...(notCompared.length > 0
          ? [
              `Take the expected snapshot again, with this version and all that is asked for: it lacks ${notCompared.join(", ")}.`,
            ]
          : []),
        ...(uncertain.length > 0
          ? [
              `Compare by eye what the two servers' majors print differently (${uncertain.map(named).join(", ")}); if it is right, copy ${stored.observed ?? "the observed snapshot"} to ${expected}.`,
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
        `Review the observed snapshot${stored.observed ? ` at ${stored.observed}` : ""}; if it is right, copy it to ${expected}.`,
        `Or take one of a database you trust: driftwatch snapshot --database-url URL --out ${expected}`,
      ];
    case "ERROR":
      return [remedy ? sentence(remedy) : "Report it: this is a fault of Driftwatch, not of the database."];
  }
}

const named = ({ address, attribute }: Uncertainty): string => `${address} ${attribute}`;

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
