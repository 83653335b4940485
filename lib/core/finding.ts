/** A change as people get it: judged, explained, with what followed from it folded in. */

import type { Canonical } from "./canonical.ts";
import type { Severity } from "./severity.ts";

export interface Finding {
  /** Names the finding across checks: it depends on what drifted and how, never on when. 16 hex characters. */
  readonly id: string;
  /** `column.removed`, `policy.using.altered`. */
  readonly code: string;
  readonly severity: Severity;
  /** What the drift means, in one sentence. */
  readonly why: string;
  /** What happened to actual. */
  readonly verb: "added" | "removed" | "altered" | "renamed";
  readonly kind: string;
  /** The schema the object lies in; null of what lies in none. */
  readonly schema: string | null;
  /** What people call the object: `column app.users.email`. */
  readonly title: string;
  /** Encoded address: `column:app.users.email`. Of a renamed object: where it was expected. */
  readonly address: string;
  /** Of an altered object: which attribute … */
  readonly attribute: string | null;
  /** … what was expected of it, and what it is. Of an added or removed object: its spec on the side that has it. */
  readonly expected: Canonical;
  readonly actual: Canonical;
  /** Changes that this one brought about: the columns of a table that is gone. */
  readonly consequences: readonly Consequence[];
  /** Of a renamed object: its name now, and how we know. */
  readonly rename: RenameReading | null;
  /** Of an added or removed object: what it may have been called, or be called now; best first. */
  readonly possibleRenames: readonly PossibleRename[];
  /** Since when, and by whom, as far as anything tells. It is no part of the finding's identity. */
  readonly attribution: Attribution | null;
  /** Somebody knows of it; it is listed, and nobody is told again. */
  readonly acknowledged: Acknowledgement | null;
}

/** A removed and an added object read as one that was renamed. */
export interface RenameReading {
  /** Encoded address it has now. */
  readonly to: string;
  /** What people call it now. */
  readonly toTitle: string;
  readonly evidence: RenameEvidence;
  /** What the same change is called when it is read as one object removed and another added. */
  readonly otherwise: readonly Consequence[];
}

/**
 * `identity`: the same OID, or number in its table, as in a snapshot of the same physical database; `definition`: in
 * the same place, defined the same, and nothing else makes out such an object; `score`: alike enough, from 0 to 1, which
 * is never certain; `mentions`: alike but for the name, and so many objects that mentioned the one mention the other,
 * which is not certain either.
 */
export type RenameEvidence =
  | { readonly by: "identity" }
  | { readonly by: "definition" }
  | { readonly by: "score"; readonly score: number }
  | { readonly by: "mentions"; readonly score: number; readonly mentions: number };

/** Why a pair that is read as one object may be two after all; null where it is proved. */
export function doubtOf(evidence: RenameEvidence): string | null {
  if (evidence.by === "identity" || evidence.by === "definition") return null;
  const score = `score ${evidence.score.toFixed(2)}`;
  if (evidence.by === "score") return score;
  const { mentions } = evidence;
  const named = mentions === 1 ? "1 object that named it names" : `${mentions} objects that named it name`;
  return `${score}, but ${named} the other now`;
}

export interface PossibleRename {
  /** Encoded address of the other object. */
  readonly address: string;
  readonly title: string;
  /** From 0 to 1. */
  readonly score: number;
  /** Alike enough to be one, but so is another. */
  readonly ambiguous: boolean;
}

/** Who and when. Moments are ISO 8601 in UTC. */
export interface Attribution {
  /** The first check that saw it … */
  readonly seenAt: string;
  /** … and the one before, which did not; null where there was none. */
  readonly notSeenAt: string | null;
  /** When the transaction that wrote the object's catalogue row committed; null where the server does not track it. */
  readonly committedAt: string | null;
  /** The role that owns the object, or what it stands in. */
  readonly owner: string | null;
  /** Who granted it, of a grant. */
  readonly grantor: string | null;
  /** The row about it in the table that an audit trigger of the database keeps. */
  readonly audit: AuditEntry | null;
}

export interface AuditEntry {
  /** `audit.ddl_log`. */
  readonly table: string;
  readonly at: string | null;
  readonly user: string | null;
  /** `ALTER TABLE`. */
  readonly command: string | null;
}

/** That somebody knows of a finding, and until when that is to be enough. */
export interface Acknowledgement {
  /** Id of the finding: when the finding changes, it is another one. */
  readonly finding: string;
  readonly code: string;
  readonly address: string;
  readonly title: string;
  readonly by: string;
  readonly why: string;
  /** ISO 8601. */
  readonly at: string;
  /** ISO 8601; null = until it changes or goes. */
  readonly until: string | null;
}

export interface Consequence {
  readonly code: string;
  readonly title: string;
  readonly address: string;
}
