/** What running a statement can do to data and to those who use the database meanwhile, and how to go about it. */

/** SAFE to run at any time · CAUTION: read the reason first · DANGER: loses or exposes data, or fails on the rows there are. */
export type Risk = "safe" | "caution" | "danger";

interface Meaning {
  /** What the hazard makes of a statement that has no rating of its own. */
  readonly risk: Risk;
  /** What happens, as part of a sentence. */
  readonly means: string;
  /** How to go about it more gently, or what to see to first. */
  readonly gentler?: string;
}

const ANY_LOCK = "SET lock_timeout first: it waits for whoever uses the table, and everybody behind it waits, too";

/** The gravest first. */
const MEANINGS = {
  "data-loss": {
    risk: "danger",
    means: "what it holds is lost for good",
    gentler: "look at what it holds, and take a backup of that, first",
  },
  "exposes-rows": {
    risk: "danger",
    means: "rows come within reach that are out of it now",
    gentler: "see first which rows, and for whom: nobody can take back what has been read",
  },
  "widens-permissions": {
    risk: "caution",
    means: "a role may do more from then on",
    gentler: "make sure first that the role is still meant to",
  },
  "narrows-permissions": {
    risk: "caution",
    means: "whoever has come to rely on it is refused from then on",
    gentler: "see first who uses it: pg_stat_activity, the logs, the code",
  },
  "breaks-names": {
    risk: "caution",
    means: "whatever names it fails from then on",
    gentler: "see first who does: pg_stat_statements, the code, the jobs",
  },
  "changes-behaviour": {
    risk: "caution",
    means: "statements do something else from then on",
    gentler: "read both versions first, and tell those who own what runs it",
  },
  "replica-identity": {
    risk: "caution",
    means: "subscribers are told of updated and deleted rows in another way, and refuse what they cannot find",
    gentler: "see first that the subscribers' tables have the same identity",
  },
  "may-fail": {
    risk: "caution",
    means: "it fails, with nothing done, where rows or other objects stand against it",
    gentler: "try it on a copy first",
  },
  "untrackable-dependencies": {
    risk: "caution",
    means: "bodies of functions that are kept as text may use it, and nothing in the catalogue tells",
    gentler: "search the sources of functions for it first: SELECT oid::regprocedure FROM pg_proc WHERE prosrc ~ …",
  },
  "index-lost": {
    risk: "caution",
    means: "queries that use the index read the whole table from then on",
    gentler: "see first in pg_stat_user_indexes that nobody does",
  },
  "table-rewrite": {
    risk: "caution",
    means: "the whole table is written anew, and takes its size again on the disk meanwhile",
    gentler: "in a quiet hour, with room on the disk, and with lock_timeout set",
  },
  "table-scan": {
    risk: "caution",
    means: "the whole table is read",
    gentler: "in a quiet hour",
  },
  /** It changes rows alone, so that it says nothing of a schema: on a scratch database it is not run. */
  "fills-rows": {
    risk: "caution",
    means: "its query is run, and what that answers is kept",
    gentler: "in a quiet hour; where it reads foreign tables, other servers have to answer",
  },
  "index-build": {
    risk: "caution",
    means: "the whole table is read and sorted",
    gentler: "in a quiet hour",
  },
  "blocks-writes": {
    risk: "caution",
    means: "nobody can write to the table until it is done",
    gentler: "in a quiet hour, with lock_timeout set",
  },
  "waits-for-transactions": {
    risk: "safe",
    means: "it waits until every transaction that uses the table has ended",
    gentler:
      "see first in pg_stat_activity that none is left open; a lock_timeout would cut it short, and leave an index that is not valid",
  },
  "not-transactional": {
    risk: "caution",
    means: "what it does cannot be rolled back together with the rest",
    gentler: "run it by itself, before or after the others",
  },
  "access-exclusive-lock": {
    risk: "safe",
    means: "nobody can read or write the table for the moment it takes",
    gentler: ANY_LOCK,
  },
  "share-row-exclusive-lock": {
    risk: "safe",
    means: "nobody can write to the table for the moment it takes",
    gentler: ANY_LOCK,
  },
  "share-lock": { risk: "safe", means: "nobody can write to the table for the moment it takes", gentler: ANY_LOCK },
  "share-update-exclusive-lock": {
    risk: "safe",
    means: "reads and writes go on, while vacuum and other changes of the table wait",
  },
} as const satisfies Readonly<Record<string, Meaning>>;

export type Hazard = keyof typeof MEANINGS;

/** The gravest first. */
export const HAZARDS = Object.keys(MEANINGS) as readonly Hazard[];

export const gravestFirst = (hazards: readonly Hazard[]): Hazard[] =>
  HAZARDS.filter((hazard) => hazards.includes(hazard));

/** Table locks, the strongest first; a statement names the strongest it takes on a table that was there before. */
export const LOCKS = [
  "access-exclusive-lock",
  "share-row-exclusive-lock",
  "share-lock",
  "share-update-exclusive-lock",
] as const satisfies readonly Hazard[];

/** What running a statement would mean, and what to see to first. */
export interface Rating {
  readonly risk: Risk;
  /** What would happen, in one sentence. */
  readonly reason: string;
  /** How to go about it more gently, or what to see to first; null where there is nothing to say. */
  readonly suggestion: string | null;
}

const rating =
  (risk: Risk) =>
  (reason: string, suggestion: string | null = null): Rating => ({ risk, reason, suggestion });

export const safe = rating("safe");
export const caution = rating("caution");
export const danger = rating("danger");

const RISKS: readonly Risk[] = ["safe", "caution", "danger"];
const ALTERED = "the definition changes, and nothing else: no row is touched, and nobody has to wait";
const CREATED = "it is created: nothing that is there is touched, and nobody has to wait";

/** What a statement's hazards come to by themselves: the gravest decides, and the two gravest are told. */
export function ratingOf(hazards: readonly Hazard[], creates = false): Rating {
  const meanings: readonly Meaning[] = gravestFirst(hazards).map((hazard) => MEANINGS[hazard]);
  return {
    risk: RISKS[Math.max(0, ...meanings.map(({ risk }) => RISKS.indexOf(risk)))] ?? "safe",
    reason:
      meanings
        .slice(0, 2)
        .map(({ means }) => means)
        .join("; ") || (creates ? CREATED : ALTERED),
    suggestion: meanings.find(({ gentler }) => gentler !== undefined)?.gentler ?? null,
  };
}

/** What several come to as one statement: the gravest decides, and all are told, the gravest first. */
export function ratingTogether(ratings: readonly Rating[]): Rating {
  const sorted = [...ratings].sort((a, b) => RISKS.indexOf(b.risk) - RISKS.indexOf(a.risk));
  const told = (said: readonly string[]) => [...new Set(said)].join("; ");
  return {
    risk: sorted[0]?.risk ?? "safe",
    reason: told(sorted.map(({ reason }) => reason)),
    suggestion: told(sorted.flatMap(({ suggestion }) => suggestion ?? [])) || null,
  };
}
