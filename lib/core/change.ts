/** One difference between expected and actual, said as what happened to actual. */

import type { Canonical } from "./canonical.ts";
import type { RenameEvidence } from "./finding.ts";
import type { Alteration, Spec } from "./kind.ts";
import type { CatalogueObject } from "./snapshot.ts";

export type Change = Added | Removed | Altered;
/** That an object came, or went. */
export type Existence = Added | Removed;

export interface Added {
  readonly verb: "added";
  /** Encoded address: `column:app.users.email`. */
  readonly address: string;
  readonly actual: CatalogueObject;
}

export interface Removed {
  readonly verb: "removed";
  readonly address: string;
  readonly expected: CatalogueObject;
}

export interface Altered {
  readonly verb: "altered";
  readonly address: string;
  readonly attribute: string;
  readonly expected: CatalogueObject;
  readonly actual: CatalogueObject;
  /** The attribute's value where it was expected … */
  readonly from: Canonical;
  /** … and as it is. */
  readonly to: Canonical;
}

/** A removed and an added object, read as one object that got another name. No diff finds it: it is a reading of one. */
export interface Renamed {
  readonly verb: "renamed";
  /** Encoded address it was expected at … */
  readonly address: string;
  /** … and the one it has. */
  readonly to: string;
  readonly expected: CatalogueObject;
  readonly actual: CatalogueObject;
  readonly evidence: RenameEvidence;
}

/** An attribute that two majors print differently for the same DDL: nothing tells whether it has drifted. */
export interface Uncertainty {
  readonly address: string;
  readonly attribute: string;
  readonly expected: Canonical;
  readonly actual: Canonical;
}

type Standing = Pick<CatalogueObject, "spec" | "facts">;

/**
 * What a rule may look at of an object that is to be altered.
 * @param spec of the object as it stands by then
 */
export const alterationOf = (actual: Standing, expected: Standing, spec: Spec = actual.spec): Alteration<Spec> => ({
  actual: spec,
  expected: expected.spec,
  facts: actual.facts,
  expectedFacts: expected.facts,
});

/** The object a change is about, from the side that has it. */
export const objectOf = (change: Change): CatalogueObject =>
  change.verb === "added" ? change.actual : change.expected;

/** What came and what went. */
export const existenceOf = (changes: readonly Change[]): Existence[] =>
  changes.flatMap((change) => (change.verb === "altered" ? [] : [change]));

export const existenceByAddress = (changes: readonly Change[]): ReadonlyMap<string, Existence> =>
  new Map(existenceOf(changes).map((change) => [change.address, change]));

/** Stable and searchable: `column.removed`, `policy.using.altered`. */
export const codeOf = (change: Change): string =>
  [objectOf(change).address.kind, ...(change.verb === "altered" ? [change.attribute] : []), change.verb].join(".");
