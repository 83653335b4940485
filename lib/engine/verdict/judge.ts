/** Renames and what else happened → findings: what a rename brought about is folded under it. */

import { byCodeUnit, parseAddress } from "../../core/address.ts";
import { type Change, codeOf, type Renamed } from "../../core/change.ts";
import { type Consequence, doubtOf, type Finding, type PossibleRename } from "../../core/finding.ts";
import { sha256 } from "../../core/fingerprint.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import { atLeast, type Verdict } from "../../core/severity.ts";
import type { Snapshot } from "../../core/snapshot.ts";
import { differences } from "../diff/diff.ts";
import type { Renames } from "../renames/renames.ts";
import { titleOf } from "../structure/title.ts";
import { classify, worstFirst } from "./classify.ts";

/** The findings between two snapshots, worst first, then by address. */
export function judge(kinds: KindRegistry, expected: Snapshot, actual: Snapshot, renames: Renames): Finding[] {
  const { changes } = differences(renames.expected, actual);
  const found = classify(kinds, changes, { expected: renames.expected, actual });
  const possible = possibleAt(renames);
  const others = found.map((finding) => withPossible(possible, withName(kinds, renames, finding)));
  if (renames.renamed.length === 0) return others;
  const consequences = consequencesOf(kinds, differences(expected, actual).changes, changes, renames);
  const renamed = renames.renamed.filter((each) => !renames.followers.has(each));
  return [...others, ...renamed.map((each) => finding(kinds, each, consequences.get(each) ?? []))].sort(worstFirst);
}

function finding(kinds: KindRegistry, renamed: Renamed, consequences: readonly Consequence[]): Finding {
  const { address, to, expected, actual, evidence } = renamed;
  const kind = kinds.get(expected.address.kind);
  const { severity, why } = verdictOn(kinds, renamed);
  const code = `${kind.name}.renamed`;
  const title = titleOf(kinds, expected.address);
  const toTitle = titleOf(kinds, actual.address);
  const folded = [...consequences].sort((a, b) => byCodeUnit(a.address, b.address) || byCodeUnit(a.code, b.code));
  return {
    // How it is known is no part of it: the same rename may be likely today and proved tomorrow.
    id: sha256([code, address, to, ...folded.map((each) => `${each.code} ${each.address}`)].join("\n")).slice(0, 16),
    ...{ code, severity, why, verb: "renamed", kind: kind.name, schema: kind.schemaOf(expected.address) ?? null },
    ...{ title, address, attribute: null, expected: null, actual: null, consequences: folded },
    rename: {
      ...{ to, toTitle, evidence },
      otherwise: [
        { code: `${kind.name}.removed`, title, address },
        { code: `${kind.name}.added`, title: toTitle, address: to },
      ],
    },
    possibleRenames: [],
    attribution: null,
    acknowledged: null,
  };
}

/** A rename that is only likely is never mild: it may be a removal. */
function verdictOn(kinds: KindRegistry, { expected, evidence }: Renamed): Verdict {
  const { address, spec, facts } = expected;
  const verdict = kinds.get(address.kind).rename?.drift(address, spec, facts) ?? { severity: "medium", why: "" };
  const doubt = doubtOf(evidence);
  if (doubt === null) return verdict;
  return {
    severity: atLeast(verdict.severity, "medium") ? verdict.severity : "medium",
    why: `${verdict.why}; or it was removed and another added (${doubt})`,
  };
}

/** By the rename that brought them about: what has another address now, and what names something by its new name. */
function consequencesOf(
  kinds: KindRegistry,
  before: readonly Change[],
  left: readonly Change[],
  renames: Renames,
): Map<Renamed, Consequence[]> {
  const found = new Map<Renamed, Consequence[]>();
  const fold = (was: string, code: string, address: string) => {
    const cause = renames.causeOf(was);
    const root = cause && (renames.followers.get(cause) ?? cause);
    if (!root) return;
    const consequence = { code, title: titleOf(kinds, parseAddress(address)), address };
    found.set(root, [...(found.get(root) ?? []), consequence]);
  };
  const remaining = new Set(left.map(keyOf));
  const renamed = new Set(renames.renamed.flatMap(({ address, to }) => [address, to]));
  for (const change of before) {
    const { address, verb } = change;
    if (renamed.has(address)) continue;
    if (verb === "altered" && !remaining.has(keyOf(change))) fold(address, codeOf(change), address);
    const now = renames.now(address);
    if (verb === "removed" && now !== address && !renames.nameless.has(now) && !remaining.has(`removed ${now} `))
      fold(address, `${change.expected.address.kind}.renamed`, now);
  }
  for (const [each] of renames.followers) fold(each.address, `${each.expected.address.kind}.renamed`, each.to);
  return found;
}

const keyOf = (change: Change): string =>
  `${change.verb} ${change.address} ${change.verb === "altered" ? change.attribute : ""}`;

/** What has lost its name to another object is called what it was. */
function withName(kinds: KindRegistry, { nameless }: Renames, finding: Finding): Finding {
  const address = nameless.get(finding.address);
  return address === undefined ? finding : { ...finding, address, title: titleOf(kinds, parseAddress(address)) };
}

/** By the addresses that findings may have. */
function possibleAt({ possible, now }: Renames): Renames["possible"] {
  const found = new Map<string, readonly PossibleRename[]>();
  for (const [address, names] of possible)
    for (const at of [address, now(address)]) if (!found.has(at)) found.set(at, names);
  return found;
}

function withPossible(possible: Renames["possible"], finding: Finding): Finding {
  if (finding.verb !== "added" && finding.verb !== "removed") return finding;
  const found = possible.get(finding.address);
  return found ? { ...finding, possibleRenames: found } : finding;
}
