/** Changes → findings: judged by their kinds, with what one change brought about folded under it. */

import { byCodeUnit } from "../../core/address.ts";
import { encode } from "../../core/canonical.ts";
import { type Change, codeOf, objectOf } from "../../core/change.ts";
import type { Consequence, Finding } from "../../core/finding.ts";
import { sha256 } from "../../core/fingerprint.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import { bySeverity, type Verdict } from "../../core/severity.ts";
import { comesUnasked } from "../consequences/arising.ts";
import { causesOf } from "../consequences/causes.ts";
import { relationsOf, type Side } from "../structure/relations.ts";
import { titleOf } from "../structure/title.ts";

/** The two sides the changes lie between: parents, dependencies and implications are found there. */
export interface Sides {
  readonly expected: Side;
  readonly actual: Side;
}

/** The findings, worst first, then by address. */
export function classify(kinds: KindRegistry, changes: readonly Change[], sides: Sides): Finding[] {
  if (changes.length === 0) return [];
  const related = { expected: relationsOf(kinds, sides.expected), actual: relationsOf(kinds, sides.actual) };
  const causes = causesOf(kinds, changes, related);
  const consequences = new Map<Change, Change[]>();
  for (const change of changes) {
    const root = causes.root(change);
    const known = consequences.get(root) ?? [];
    if (root !== change) known.push(change);
    consequences.set(root, known);
  }
  return [...consequences]
    .map(([change, folded]) => {
      const counting = folded.filter((other) => causes.swept(other) || isOutright(kinds, other));
      return finding(
        kinds,
        change,
        folded,
        worstOf(kinds, causes.verdict(change) ?? verdictOn(kinds, change), counting),
      );
    })
    .sort(worstFirst);
}

/** Worst first, then by address and code. */
export const worstFirst = (a: Finding, b: Finding): number =>
  bySeverity(a.severity, b.severity) || byCodeUnit(a.address, b.address) || byCodeUnit(a.code, b.code);

/** What is bad whatever it came with: a right of everybody in a new schema, unless PostgreSQL gives it unasked. */
const isOutright = (kinds: KindRegistry, change: Change): boolean =>
  change.verb === "added" && verdictOn(kinds, change).outright === true && !comesUnasked(kinds, change.actual);

/** A function's removal is as bad as that of the policy it took along, and a new schema as what is open in it. */
function worstOf(kinds: KindRegistry, own: Verdict, counting: readonly Change[]): Verdict {
  let worst: Verdict = own;
  for (const other of counting) {
    const { severity, why } = verdictOn(kinds, other);
    if (bySeverity(severity, worst.severity) < 0)
      worst = { severity, why: `${own.why}; with it, ${titleOf(kinds, objectOf(other).address)}: ${why}` };
  }
  return worst;
}

function finding(
  kinds: KindRegistry,
  change: Change,
  consequences: readonly Change[],
  { severity, why }: Verdict,
): Finding {
  const { kind } = objectOf(change).address;
  const altered = change.verb === "altered" ? change : undefined;
  const expected = altered ? altered.from : change.verb === "removed" ? change.expected.spec : null;
  const actual = altered ? altered.to : change.verb === "added" ? change.actual.spec : null;
  return {
    id: sha256(
      [codeOf(change), change.address, encode(expected), encode(actual), ...consequences.map(identityOf)].join("\n"),
    ).slice(0, 16),
    code: codeOf(change),
    severity,
    why,
    verb: change.verb,
    kind,
    schema: kinds.get(kind).schemaOf(objectOf(change).address) ?? null,
    title: titleOf(kinds, objectOf(change).address),
    address: change.address,
    attribute: altered?.attribute ?? null,
    expected,
    actual,
    consequences: consequences.map(
      (other): Consequence => ({
        code: codeOf(other),
        title: titleOf(kinds, objectOf(other).address),
        address: other.address,
      }),
    ),
    rename: null,
    possibleRenames: [],
    attribution: null,
    acknowledged: null,
  };
}

const identityOf = (change: Change): string =>
  [codeOf(change), change.address, encode(change.verb === "altered" ? change.to : objectOf(change).spec)].join(" ");

function verdictOn(kinds: KindRegistry, change: Change): Verdict {
  const { address, spec, facts } = objectOf(change);
  const kind = kinds.get(address.kind);
  if (change.verb !== "altered") return kind[change.verb](address, spec, facts);
  const sides = { expected: change.expected.facts, actual: change.actual.facts };
  return kind.rule(change.attribute).drift(change.from, change.to, change.actual.spec, address, sides);
}
