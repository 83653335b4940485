/** What a ledger says is still to be run, and the schema that is expected until then. */

import type { History } from "../core/history.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import type { Judgement, LedgerReport } from "../core/ledger.ts";
import type { Snapshot, Unreadable } from "../core/snapshot.ts";
import { withEffects } from "./named-effects.ts";
import { beforePending } from "./pending.ts";
import { idsOf } from "./recording.ts";
import { beforeRerun, toBeRerun } from "./rerun.ts";

export interface Waiting {
  /** Names of the migrations that are still to be run. */
  readonly pending: readonly string[];
  /** These, and those that newer ones overtook. */
  readonly waiting: readonly Pick<Judgement, "id" | "name">[];
  /** Whether all that was replayed has been run. */
  readonly isNone: boolean;
  /** What is not there, and may be what a recorded migration made as well as what one is still to make. */
  readonly unknown: readonly Unreadable[];
  /** The expected schema, as far as the recorded migrations have come. */
  readonly expectedNow: (expected: Snapshot, live: Snapshot) => Snapshot;
}

export function waitingOf(kinds: KindRegistry, history: History, { ledger, migrations }: LedgerReport): Waiting {
  const again = toBeRerun(history, ledger.found === "read" ? ledger.entries : []);
  const waiting = migrations.filter(({ state }) => state === "pending" || state === "skipped-by-order");
  const isInPart = ({ unrecorded }: Judgement) => unrecorded.length > 0;
  const whole = new Set(waiting.flatMap((each) => (isInPart(each) || again.has(each.id) ? [] : [each.id])));
  const open = waiting.filter((each) => isInPart(each) && lackingOf(each).length > 0);
  const standsFor = new Map(history.migrations.map((migration) => [migration.id, idsOf(migration).length]));
  return {
    pending: waiting
      .filter(({ state }) => state === "pending")
      .flatMap((each) => partsOf(each).map(({ name }) => name)),
    waiting: waiting.flatMap(partsOf),
    isNone: waiting.length === 0,
    unknown: open.map((each) => unknownOf(each, standsFor.get(each.id) ?? 0)),
    expectedNow: (expected, live) => {
      const sofar = withEffects(beforePending(expected, history, live, whole), live, open.flatMap(lackingOf));
      return beforeRerun(kinds, sofar, history, live, again);
    },
  };
}

const partsOf = ({ id, name, unrecorded }: Judgement): Waiting["waiting"] =>
  unrecorded.length > 0 ? unrecorded.map((version) => ({ id: version, name: version })) : [{ id, name }];

export const lackingOf = ({ missing, changed }: Judgement): string[] => [...missing, ...changed];

/** How many effects are named. */
const NAMED = 5;

function unknownOf(judgement: Judgement, size: number): Unreadable {
  const { name, unrecorded } = judgement;
  const lacking = lackingOf(judgement);
  const more = lacking.length > NAMED ? ` and ${lacking.length - NAMED} more` : "";
  return {
    kind: `the recorded part of migration ${name}`,
    reason:
      `it stands for ${size} migrations, of which ${unrecorded.join(", ")} ${unrecorded.length === 1 ? "is" : "are"} not recorded, ` +
      `and which of them makes what is not known; not as they come to: ${lacking.slice(0, NAMED).join(", ")}${more}`,
    remedy: "Run what is pending, and check again",
    hides: [],
  };
}
