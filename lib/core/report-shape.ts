/** The shapes of a report that was stored, and of what of it is remembered. */

import type { Uncertainty } from "./change.ts";
import type {
  Acknowledgement,
  Attribution,
  AuditEntry,
  Consequence,
  Finding,
  PossibleRename,
  RenameEvidence,
  RenameReading,
} from "./finding.ts";
import { HAZARDS } from "./hazard.ts";
import type { Places } from "./places.ts";
import type {
  HealthFinding,
  HealthUnseen,
  IdleRule,
  IgnoreRule,
  Incident,
  IncidentFinding,
  PastCheck,
  ProposedRemediation,
  Report,
  Status,
  Suppressed,
  Transition,
} from "./report.ts";
import { SEVERITIES, type Severity } from "./severity.ts";
import {
  address,
  canonical,
  either,
  flag,
  listOf,
  moment,
  number,
  oneOf,
  optional,
  orNull,
  record,
  type Shape,
  text,
} from "./shape.ts";
import type { LeftOut, ServerIdentity, Unmodelled, Unreadable } from "./snapshot.ts";

const severity = oneOf(...SEVERITIES);
export const status = oneOf<Status>("IN_SYNC", "DRIFTED", "INCOMPLETE", "NOT_CHECKED", "ERROR");
const transition = oneOf<Transition>("opened", "changed", "still", "reminded", "resolved", "reopened");
export const news = oneOf<Exclude<Transition, "still">>("opened", "changed", "reminded", "resolved", "reopened");
const counts = record<Record<Severity, number>>({
  ...{ critical: number, high: number, medium: number, low: number, info: number },
});
const maybeText = orNull(text);
const maybeMoment = orNull(moment);

export const acknowledgement = record<Acknowledgement>({
  ...{ finding: text, code: text, address, title: text, by: text, why: text, at: moment, until: maybeMoment },
});

const consequence = record<Consequence>({ code: text, title: text, address });

const evidence: Shape<RenameEvidence> = either(
  record<{ by: "identity" | "definition" }>({ by: oneOf("identity", "definition") }) as Shape<RenameEvidence>,
  either(
    record<Extract<RenameEvidence, { by: "score" }>>({ by: oneOf("score"), score: number }),
    record<Extract<RenameEvidence, { by: "mentions" }>>({ by: oneOf("mentions"), score: number, mentions: number }),
  ),
);

const attribution = record<Attribution>({
  ...{ seenAt: moment, notSeenAt: maybeMoment, committedAt: maybeText, owner: maybeText, grantor: maybeText },
  audit: orNull(record<AuditEntry>({ table: text, at: maybeText, user: maybeText, command: maybeText })),
});

const finding = record<Finding>({
  ...{ id: text, code: text, severity, why: text, kind: text, schema: maybeText, title: text, address },
  verb: oneOf("added", "removed", "altered", "renamed"),
  ...{ attribute: maybeText, expected: canonical, actual: canonical, consequences: listOf(consequence) },
  rename: orNull(record<RenameReading>({ to: address, toTitle: text, evidence, otherwise: listOf(consequence) })),
  possibleRenames: listOf(record<PossibleRename>({ address, title: text, score: number, ambiguous: flag })),
  ...{ attribution: orNull(attribution), acknowledged: orNull(acknowledgement) },
});

export const incidentFinding = record<IncidentFinding>({
  ...{ id: text, code: text, address, severity, title: text, seenAt: moment, notSeenAt: maybeMoment },
});

export const incident = record<Incident>({
  ...{ id: text, openedAt: moment, changedAt: moment, state: oneOf("open", "acknowledged"), toldAt: maybeMoment },
  findings: listOf(incidentFinding),
});

export const pastCheck = record<PastCheck>({
  ...{ at: moment, status, transition: orNull(transition), counts },
  ...{ fingerprint: maybeText, incident: maybeText, report: maybeText },
});

const rule = record<IgnoreRule>({
  ...{ code: optional(text), address: optional(text), kind: optional(text), attribute: optional(text) },
  verb: optional(oneOf("added", "removed", "altered", "renamed")),
  ...{ reason: text, expires: optional(text) },
});

const suppressed = <F>(what: Shape<F>) => listOf(record<Suppressed<F>>({ finding: what, rule }));

const health = record<HealthFinding>({
  ...{ id: text, code: text, severity, title: text, address, why: text, suggestion: text },
});

const remediation = record<ProposedRemediation>({
  statements: listOf(
    record<ProposedRemediation["statements"][number]>({
      ...{ id: text, description: text, sql: text, risk: oneOf("safe", "caution", "danger") },
      ...{
        hazards: listOf(oneOf(...HAZARDS)),
        reason: text,
        suggestion: maybeText,
        address: text,
        after: listOf(text),
      },
    }),
  ),
  manual: listOf(record<ProposedRemediation["manual"][number]>({ address: text, attribute: maybeText, reason: text })),
});

export const serverIdentity = record<ServerIdentity>({
  ...{ version: number, database: text, systemIdentifier: maybeText, databaseOid: number },
});

export const unreadable = listOf(record<Unreadable>({ kind: text, reason: text, remedy: text, hides: listOf(text) }));
export const unmodelled = listOf(record<Unmodelled>({ catalogue: text, count: orNull(number) }));
export const leftOut = listOf(record<LeftOut>({ address: text, by: text, why: text, count: optional(number) }));

/** Of a report with nothing missing. */
export const report = record<Report>({
  ...{ status, summary: text, nextSteps: listOf(text), format: oneOf(2), target: text },
  ...{ transition: orNull(transition), incident: orNull(incident), checkedAt: moment, durationMs: number },
  ...{
    previousCheckAt: maybeMoment,
    unmoved: flag,
    counts,
    findings: listOf(finding),
    suppressed: suppressed(finding),
  },
  idleRules: listOf(record<IdleRule>({ rule, why: oneOf("expired", "matches nothing") })),
  ...{ pending: listOf(text), health: listOf(health), healthSuppressed: suppressed(health) },
  healthUnseen: listOf(record<HealthUnseen>({ check: text, reason: text, remedy: text })),
  relations: listOf(record<Report["relations"][number]>({ from: address, to: address })),
  ...{ remediation, server: orNull(serverIdentity), notes: listOf(text), unreadable, notCompared: listOf(text) },
  fingerprint: record<Report["fingerprint"]>({ expected: maybeText, actual: maybeText }),
  uncertain: listOf(record<Uncertainty>({ address: text, attribute: text, expected: canonical, actual: canonical })),
  ...{ unmodelled, leftOut, withheld: maybeText, history: listOf(pastCheck) },
  error: orNull(record<NonNullable<Report["error"]>>({ code: text, message: text })),
  stored: record<Places>({ report: maybeText, observed: maybeText, page: maybeText, plan: maybeText }),
});
