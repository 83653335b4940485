/** Two snapshots into a verdict: what differs, what would mend it, and what the comparison says nothing about. */

import { byCodeUnit } from "../core/address.ts";
import type { Finding } from "../core/finding.ts";
import { fingerprint } from "../core/fingerprint.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import { NO_REMEDIATION, type Report } from "../core/report.ts";
import type { LeftOut, Scope, Snapshot, Unmodelled, Unreadable } from "../core/snapshot.ts";
import type { StoredSnapshot } from "../core/snapshot-file.ts";
import { differences, notCompared } from "./diff/diff.ts";
import { leaveOut, toLeaveOut } from "./introspection/leave-out.ts";
import { schemaFilter } from "./introspection/scope.ts";
import { remediate } from "./remediation/remediate.ts";
import { findRenames, noRenames, type RenameOptions } from "./renames/renames.ts";
import { worstFirst } from "./verdict/classify.ts";
import { condone } from "./verdict/condone.ts";
import { judge } from "./verdict/judge.ts";
import { settlePartitions } from "./verdict/partitions.ts";
import { ofCovered, restrict, withoutCluster, withoutKinds } from "./verdict/restrict.ts";
import { type Ignoring, suppress } from "./verdict/suppress.ts";
import { surroundings } from "./verdict/surroundings.ts";
import { ofOtherVersions } from "./verdict/versions.ts";

export interface Verdict
  extends Pick<
    Report,
    | "findings"
    | "suppressed"
    | "idleRules"
    | "relations"
    | "remediation"
    | "unreadable"
    | "notCompared"
    | "uncertain"
    | "unmodelled"
    | "leftOut"
  > {
  readonly status: Extract<Report["status"], "IN_SYNC" | "DRIFTED" | "INCOMPLETE">;
  readonly fingerprint: { readonly expected: string; readonly actual: string };
  /** The schemas both sides were compared in. */
  readonly schemas: readonly Scope[];
  /** How many objects there are in them. */
  readonly objects: number;
}

/** What is to be compared; a part that nobody asked about is what both sides looked at. */
export type Asked = Partial<Scope>;

const NO_RULES: Ignoring = { rules: [], at: "" };

/**
 * Both snapshots have the canonical form of today. What one of them was not asked to look at is left out of both; what
 * is asked for and was not looked at is named, and makes the verdict INCOMPLETE.
 * @param others findings of another witness, which the same rules hide
 * @param options how renames are told from removals; left out, none is
 */
export const compare = (...sides: Parameters<typeof compared>): Verdict => compared(...sides).verdict;

/** The verdict, and the two sides that its remediation lies between. */
export function compared(
  kinds: KindRegistry,
  expected: Snapshot,
  actual: Snapshot,
  asked: Asked,
  ignoring: Ignoring = NO_RULES,
  others: readonly Finding[] = [],
  options: RenameOptions | null = null,
): { readonly verdict: Verdict; readonly wanted: Snapshot; readonly actual: Snapshot } {
  const common = commonSides(kinds, expected, actual, asked);
  const { left, right, schemas } = common;
  const renamesFrom = (side: Snapshot) => (options ? findRenames(kinds, side, right, options) : noRenames(side, right));
  const renames = renamesFrom(left);
  const { changes, uncertain } = differences(renames.expected, right);
  const same = changes.length + renames.renamed.length === 0;
  const unreadable = [...right.unreadable, ...left.unreadable.map(unreadThen)];
  const unseen = [...new Set([...notCompared(left, right), ...common.unseen])].sort(byCodeUnit);
  const blind = unreadable.length + unseen.length + uncertain.length > 0;
  const found = [...judge(kinds, left, right, renames), ...others].sort(worstFirst);
  const { findings, suppressed, idleRules } = suppress(found, ignoring);
  const wanted =
    suppressed.length === 0
      ? left
      : condone(
          left,
          right,
          suppressed.map(({ finding }) => finding),
          renames.formerly,
        );
  const verdict: Verdict = {
    status: blind ? "INCOMPLETE" : findings.length > 0 ? "DRIFTED" : "IN_SYNC",
    ...{ findings, suppressed, idleRules },
    relations: surroundings(kinds, findings, { expected: left, actual: right }),
    remediation:
      same || findings.length === 0
        ? NO_REMEDIATION
        : remediate(kinds, wanted, right, wanted === left ? renames : renamesFrom(wanted)),
    fingerprint: { expected: fingerprint(left), actual: fingerprint(right) },
    unreadable,
    notCompared: unseen,
    uncertain,
    unmodelled: most([...expected.unmodelled, ...actual.unmodelled]),
    leftOut: common.leftOut,
    schemas,
    objects: right.objects.size,
  };
  return { verdict, wanted, actual: right };
}

interface Common {
  readonly left: Snapshot;
  readonly right: Snapshot;
  readonly schemas: readonly Scope[];
  readonly leftOut: readonly LeftOut[];
  /** What was asked for and one of the sides did not look at. */
  readonly unseen: readonly string[];
}

/** Both sides as if they had been asked the same. */
function commonSides(kinds: KindRegistry, expected: Snapshot, actual: Snapshot, asked: Asked): Common {
  const schemas = distinct([{ include: [], exclude: [], ...asked }, expected.scope, actual.scope]);
  const looked = expected.scope.cluster === true && actual.scope.cluster === true;
  const cluster = asked.cluster ?? looked;
  const unwatched = [...new Set([asked, expected.scope, actual.scope].flatMap(({ without = [] }) => without))];
  const narrowed = [expected, actual].map((snapshot) => {
    const side = schemas.reduce((before, scope) => restrict(kinds, before, scope), snapshot);
    return withoutKinds(kinds, cluster && looked ? side : withoutCluster(kinds, side), unwatched);
  }) as [Snapshot, Snapshot];
  const profiles = [asked, expected.scope, actual.scope].flatMap((scope) => scope.profiles ?? []);
  const leftOut = [...leftOutOfEither(kinds, narrowed, [...new Set(profiles)]), ...ofOtherVersions(kinds, narrowed)];
  const [listed, present] = narrowed
    .map((side) => leaveOut(kinds, side, leftOut))
    .map((side, at) => ofCovered(kinds, side, narrowed[1 - at] ?? side)) as [Snapshot, Snapshot];
  const policies = asked.partitions ?? { ...expected.scope.partitions, ...actual.scope.partitions };
  const { left, right, leftOut: partitions } = settlePartitions(kinds, listed, present, policies);
  const unseen = [
    ...(cluster && !looked ? kinds.all.filter((kind) => kind.clusterWide).map(({ name }) => name) : []),
    ...unseenSchemas(kinds, [expected, actual], asked),
    ...unseenProfiles(leftOut, profiles, asked),
  ];
  return { left, right, schemas, leftOut: [...leftOut, ...partitions], unseen };
}

/** What one side left out, or would have, is left out of both: a ledger that got a column is still the ledger. */
function leftOutOfEither(kinds: KindRegistry, sides: readonly Snapshot[], profiles: readonly string[]): LeftOut[] {
  const found = sides.flatMap((side) => {
    // What was left out when the snapshot was taken is not there to be found.
    const known = side.scope.profiles ?? [];
    const late = profiles.filter((profile) => !known.includes(profile));
    return [...side.leftOut, ...toLeaveOut(kinds, side.objects, late)];
  });
  return [...new Map(found.map((entry) => [entry.address, entry])).values()].sort((a, b) =>
    byCodeUnit(a.address, b.address),
  );
}

/** Schemas that are asked for, are there, and one of the sides was told not to look at. */
function unseenSchemas(kinds: KindRegistry, sides: readonly Snapshot[], asked: Asked): string[] {
  if (asked.include === undefined && asked.exclude === undefined) return [];
  const wanted = schemaFilter({ include: asked.include ?? [], exclude: asked.exclude ?? [] });
  const filters = sides.map(({ scope }) => schemaFilter(scope));
  if (sides.every(({ scope }) => scope.include.length + scope.exclude.length === 0)) return [];
  const there = new Set(
    sides.flatMap(({ objects }) =>
      [...objects.values()].flatMap(({ address }) => kinds.get(address.kind).schemaOf(address) ?? []),
    ),
  );
  return [...there]
    .filter((name) => wanted(name) && filters.some((looksAt) => !looksAt(name)))
    .map((name) => `schema ${name}`);
}

/** Profiles that are not asked for, by which one of the sides left something out. */
function unseenProfiles(leftOut: readonly LeftOut[], profiles: readonly string[], asked: Asked): string[] {
  if (asked.profiles === undefined) return [];
  const unasked = profiles.filter((profile) => !asked.profiles?.includes(profile));
  return unasked
    .filter((profile) => leftOut.some(({ by }) => by === profile))
    .map((profile) => `what the profile ${profile} leaves out`);
}

/**
 * The verdict where one look is enough: both sides were asked for the same and saw all of it, and their fingerprints
 * are equal. Else null: compare them.
 */
export function agreement(
  expected: StoredSnapshot,
  actual: Snapshot,
  asked: Asked,
  ignoring: Ignoring = NO_RULES,
): Verdict | null {
  const blind = expected.unreadable.length + actual.unreadable.length + notCompared(expected, actual).length > 0;
  const print = fingerprint(actual);
  if (blind || expected.canonicaliser !== actual.canonicaliser || expected.fingerprint !== print) return null;
  if ([expected.scope, actual.scope].some((scope) => reachOf(scope) !== reachOf(asked))) return null;
  return {
    status: "IN_SYNC",
    ...suppress([], ignoring),
    relations: [],
    remediation: NO_REMEDIATION,
    fingerprint: { expected: print, actual: print },
    unreadable: [],
    notCompared: [],
    uncertain: [],
    leftOut: actual.leftOut,
    unmodelled: most([...expected.unmodelled, ...actual.unmodelled]),
    schemas: distinct([actual.scope]),
    objects: actual.objects.size,
  };
}

/** What a scope looks at. A policy for partitions is left out: where all objects are equal, so are some of them. */
const reachOf = ({ include = [], exclude = [], cluster = false, profiles = [], without = [] }: Asked): string =>
  JSON.stringify([include, exclude, cluster, [...profiles].sort(byCodeUnit), [...without].sort(byCodeUnit)]);

/** What the expected snapshot lacks, because it could not be read when that was taken. */
const unreadThen = (unreadable: Unreadable): Unreadable => ({
  ...unreadable,
  reason: `not in the expected snapshot: ${unreadable.reason}`,
  remedy: "take the expected snapshot again, by a role that can read everything",
});

/** Each catalogue once, with the larger count. */
function most(counted: readonly Unmodelled[]): Unmodelled[] {
  const counts = new Map<string, number | null>();
  for (const { catalogue, count } of counted) {
    const known = counts.get(catalogue);
    counts.set(catalogue, count === null || known === null ? null : Math.max(known ?? 0, count));
  }
  return [...counts]
    .map(([catalogue, count]) => ({ catalogue, count }))
    .sort((a, b) => byCodeUnit(a.catalogue, b.catalogue));
}

/** The scopes that leave something out, each once. */
function distinct(scopes: readonly Scope[]): Scope[] {
  const limiting = scopes.filter(({ include, exclude }) => include.length + exclude.length > 0);
  return [...new Map(limiting.map((scope) => [JSON.stringify([scope.include, scope.exclude]), scope])).values()];
}
