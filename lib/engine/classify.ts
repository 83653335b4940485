/** Changes → findings: judged by their kinds, with what one change brought about folded under it. */

import { encodeAddress, encodePath } from "../core/address.ts";
import { encode } from "../core/canonical.ts";
import { type Change, codeOf, objectOf } from "../core/change.ts";
import type { Consequence, Finding } from "../core/finding.ts";
import { sha256 } from "../core/fingerprint.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import { bySeverity, type Verdict } from "../core/severity.ts";
import type { Snapshot } from "../core/snapshot.ts";
import { parentOf } from "./tree.ts";

/** The two sides the changes lie between: parents, dependencies and implications are found there. */
export interface Sides {
  readonly expected: Pick<Snapshot, "objects" | "dependencies">;
  readonly actual: Pick<Snapshot, "objects" | "dependencies">;
}

/** The findings, worst first, then by address. */
export function classify(kinds: KindRegistry, changes: readonly Change[], sides: Sides): Finding[] {
  const causes = causesOf(kinds, changes, sides);
  const consequences = new Map<Change, Change[]>();
  for (const change of changes) {
    const root = rootOf(change, causes);
    if (root !== change) consequences.set(root, [...(consequences.get(root) ?? []), change]);
  }
  return changes
    .filter((change) => !causes.has(change))
    .map((change) => finding(kinds, change, consequences.get(change) ?? []))
    .sort((a, b) => bySeverity(a.severity, b.severity) || (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
}

/** For each change that another one brought about, that other one. */
function causesOf(kinds: KindRegistry, changes: readonly Change[], sides: Sides): ReadonlyMap<Change, Change> {
  const causes = new Map<Change, Change>();
  for (const verb of ["added", "removed"] as const) {
    const side = verb === "added" ? sides.actual : sides.expected;
    const existence = new Map(
      changes.filter((change) => change.verb === verb).map((change) => [change.address, change]),
    );
    for (const change of existence.values()) {
      const parent = parentOf(kinds, side.objects, objectOf(change));
      const cause = parent && existence.get(parent);
      if (cause) causes.set(change, cause);
    }
    // What PostgreSQL drops unasked with something else, and what could only come with it.
    for (const { from, to, owned } of side.dependencies) {
      const change = existence.get(from);
      const cause = existence.get(to);
      if (owned && change && cause && !causes.has(change) && rootOf(cause, causes) !== change)
        causes.set(change, cause);
    }
  }
  for (const [change, cause] of implied(kinds, changes)) if (!causes.has(change)) causes.set(change, cause);
  return causes;
}

/** Alterations that an added object's existence amounts to: a new primary key makes its columns NOT NULL. */
function implied(kinds: KindRegistry, changes: readonly Change[]): [Change, Change][] {
  const altered = new Map(
    changes.flatMap((change) =>
      change.verb === "altered"
        ? [[`${change.address} ${change.attribute} ${encode(change.to)}`, change] as const]
        : [],
    ),
  );
  return changes.flatMap((cause) => {
    if (cause.verb !== "added") return [];
    const { address, spec } = cause.actual;
    return kinds
      .get(address.kind)
      .implies(address, spec)
      .flatMap((fact): [Change, Change][] => {
        const change = altered.get(`${encodeAddress(fact.address)} ${fact.attribute} ${encode(fact.value)}`);
        return change ? [[change, cause]] : [];
      });
  });
}

function rootOf(change: Change, causes: ReadonlyMap<Change, Change>): Change {
  let root = change;
  for (let cause = causes.get(root); cause; cause = causes.get(root)) root = cause;
  return root;
}

function finding(kinds: KindRegistry, change: Change, consequences: readonly Change[]): Finding {
  const { severity, why } = verdictOn(kinds, change);
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
    kind: objectOf(change).address.kind,
    title: titleOf(kinds, change),
    address: change.address,
    attribute: altered?.attribute ?? null,
    expected,
    actual,
    consequences: consequences.map(
      (other): Consequence => ({ code: codeOf(other), title: titleOf(kinds, other), address: other.address }),
    ),
  };
}

const identityOf = (change: Change): string =>
  [codeOf(change), change.address, encode(change.verb === "altered" ? change.to : objectOf(change).spec)].join(" ");

function verdictOn(kinds: KindRegistry, change: Change): Verdict {
  const { address, spec } = objectOf(change);
  const kind = kinds.get(address.kind);
  if (change.verb !== "altered") return kind[change.verb](address, spec);
  return kind.rule(change.attribute).drift(change.from, change.to, change.actual.spec);
}

/** What people call the object: `column app.users.email`, `comment on table app.users`. */
function titleOf(kinds: KindRegistry, change: Change): string {
  const { address } = objectOf(change);
  const kind = kinds.get(address.kind);
  if (!kind.satellite) return `${kind.title} ${encodePath(address.path)}`;
  const host = kind.host(address);
  const suffix = address.path.slice(host.address.path.length + 1);
  return `${kind.title} ${suffix.length > 0 ? `to ${encodePath(suffix)} ` : ""}on ${host.title} ${encodePath(host.address.path)}`;
}
