/** Two snapshots into a plan: what takes actual to expected, and what takes it back from there. */

import { fingerprint } from "../core/fingerprint.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import { type Looked, type Script, scriptOf } from "../core/plan.ts";
import type { Scope, Snapshot } from "../core/snapshot.ts";
import { type Asked, compared, type Verdict } from "./compare.ts";
import { leaveOut } from "./introspection/leave-out.ts";
import { remediate } from "./remediation/remediate.ts";
import { findRenames, type RenameOptions } from "./renames/renames.ts";
import { settlePartitions } from "./verdict/partitions.ts";
import { restrict, withoutCluster, withoutKinds } from "./verdict/restrict.ts";
import type { Ignoring } from "./verdict/suppress.ts";

export interface Planned {
  readonly verdict: Verdict;
  /** Both sides, as they were compared; what rules hide is expected as it is. */
  readonly expected: Snapshot;
  readonly actual: Snapshot;
  readonly looked: Looked;
  /** Of `expected` and `actual`. */
  readonly fingerprint: { readonly expected: string; readonly actual: string };
  readonly up: Script;
  readonly down: Script;
}

/** Plans both ways between the sides as they are compared. */
export function planBetween(
  kinds: KindRegistry,
  sides: { readonly expected: Snapshot; readonly actual: Snapshot },
  asked: Asked,
  ignoring: Ignoring,
  options: RenameOptions,
  online = false,
): Planned {
  const { verdict, wanted, actual } = compared(kinds, sides.expected, sides.actual, asked, ignoring, [], options);
  const back = remediate(kinds, actual, wanted, findRenames(kinds, actual, wanted, backwards(options)), online);
  const gentle = (to: Snapshot, from: Snapshot) =>
    remediate(kinds, to, from, findRenames(kinds, to, from, options), true);
  return {
    ...{ verdict, actual, expected: wanted },
    looked: { scope: wholeScope(asked, sides), schemas: verdict.schemas, leftOut: verdict.leftOut },
    fingerprint: { expected: fingerprint(wanted), actual: fingerprint(actual) },
    up: scriptOf(online ? gentle(wanted, actual) : verdict.remediation),
    down: verdict.remediation.statements.length + verdict.remediation.manual.length > 0 ? scriptOf(back) : NOTHING,
  };
}

/** What was decided of the way up holds for the way down. */
const backwards = ({ decided, ...options }: RenameOptions): RenameOptions =>
  decided
    ? { ...options, decided: { ...decided, pairs: new Map(Array.from(decided.pairs, ([from, to]) => [to, from])) } }
    : options;

const NOTHING: Script = { steps: [], manual: [] };

/** What of a live database a comparison of these sides looked at. */
function wholeScope(
  asked: Asked,
  { expected, actual }: { readonly expected: Snapshot; readonly actual: Snapshot },
): Scope {
  const unwatched = [asked, expected.scope, actual.scope].flatMap(({ without = [] }) => without);
  const profiles = [asked, expected.scope, actual.scope].flatMap((scope) => scope.profiles ?? []);
  return {
    include: asked.include ?? [],
    exclude: asked.exclude ?? [],
    cluster: asked.cluster ?? (expected.scope.cluster === true && actual.scope.cluster === true),
    profiles: [...new Set(profiles)],
    partitions: asked.partitions ?? { ...expected.scope.partitions, ...actual.scope.partitions },
    ...(unwatched.length > 0 ? { without: [...new Set(unwatched)] } : {}),
  };
}

/** The fingerprint that a snapshot has when no more of it is looked at than the plan did. */
export function fingerprintWithin(
  kinds: KindRegistry,
  snapshot: Snapshot,
  { scope, schemas, leftOut }: Looked,
): string {
  const inSchemas = schemas.reduce((before, each) => restrict(kinds, before, each), snapshot);
  const own = withoutKinds(kinds, scope.cluster ? inSchemas : withoutCluster(kinds, inSchemas), scope.without ?? []);
  const rest = leaveOut(kinds, own, [...leftOut, ...snapshot.leftOut]);
  return fingerprint(settlePartitions(kinds, rest, rest, scope.partitions ?? {}).right);
}
