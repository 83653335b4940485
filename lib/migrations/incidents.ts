/**
 * Three witnesses held against each other: what the files do, what the ledger says has been done, and what the live
 * schema shows. A migration is judged by those of its effects that no later applied one undid.
 */

import { byCodeUnit } from "../core/address.ts";
import type { History, MigrationRecord } from "../core/history.ts";
import type { Spec } from "../core/kind.ts";
import type { Judgement, Ledger, LedgerEntry, LedgerReport, MigrationState } from "../core/ledger.ts";
import { digestOf } from "./effects.ts";
import { idsOf, type Recording, recordingOf } from "./recording.ts";
import { isEdited, isWhole, toBeRerun } from "./rerun.ts";
import { keyOf, nameOf, type Value, type Write, writesOf } from "./writes.ts";

/** What is known of the live schema. */
export interface Live {
  readonly objects: ReadonlyMap<string, { readonly spec: Spec }>;
  /** Whether anything is known of an attribute of an object; null = of its existence. */
  readonly sees: (address: string, attribute: string | null) => boolean;
  /** Addresses of what an object may be a part of. */
  readonly holders: (address: string) => readonly string[];
}

export function judge(history: History, ledger: Ledger, live: Live): LedgerReport {
  const entries = ledger.found === "read" ? ledger.entries : [];
  const court = new Court(history, entries, live);
  const migrations = court.judgements();
  return {
    ledger,
    migrations: [...migrations, ...orphans(history, entries)],
    heads: headsOf(history, entries),
    unattributed: court.unattributed(history.start),
  };
}

interface Step extends Recording {
  readonly migration: MigrationRecord;
  readonly writes: ReadonlyMap<string, Write>;
  readonly entry: LedgerEntry | undefined;
}

interface Findings {
  readonly present: readonly string[];
  readonly missing: readonly string[];
  readonly changed: readonly string[];
  /** What it removed and is still there … */
  readonly stillThere: readonly string[];
  /** … and is not, which alone proves little: it may never have been there. */
  readonly gone: readonly string[];
}

class Court {
  readonly #steps: readonly Step[];
  readonly #live: Live;
  readonly #again: ReadonlySet<string>;
  /** Which migrations count as applied: those recorded, and those whose effects are there all the same. */
  #applied: readonly boolean[];

  constructor(history: History, entries: readonly LedgerEntry[], live: Live) {
    this.#again = toBeRerun(history, entries);
    const byId = new Map(entries.map((entry) => [entry.id, entry]));
    this.#live = live;
    this.#steps = history.migrations.map((migration) => {
      const writes = migration.effects
        .flatMap(writesOf)
        .filter(({ address, attribute }) => live.sees(address, attribute));
      return {
        migration,
        writes: new Map(writes.map((write) => [write.key, write])),
        ...recordingOf(history, migration, byId),
        entry: byId.get(migration.id),
      };
    });
    this.#applied = this.#steps.map(({ recorded }) => recorded);
    this.#settle();
  }

  judgements(): Judgement[] {
    return this.#steps.map((step, at): Judgement => {
      const { id, name, group, file, repeatable } = step.migration;
      if (this.#again.has(id)) return this.#untilRerun(at);
      const findings = this.#look(at);
      const edited = !repeatable && isEdited(step.migration, step.entry);
      const state = this.#stateOf(at, findings);
      return {
        ...{ id, name, group, file, recorded: step.recorded, unrecorded: step.unrecorded, state, edited },
        present: [...findings.present, ...findings.gone],
        missing: [...findings.missing, ...findings.stillThere],
        changed: findings.changed,
      };
    });
  }

  /** Live objects that were not there at the start, and that no migration touches. */
  unattributed(start: readonly string[]): string[] {
    const touched = this.#steps.flatMap(({ writes }) => [...writes.values()].map(({ address }) => address));
    const explained = new Set([...start, ...touched]);
    return [...this.#live.objects.keys()].filter((address) => !explained.has(address)).sort(byCodeUnit);
  }

  /** What is found present counts as applied, and what that rests on, too, until nothing more follows. */
  #settle(): void {
    for (let rounds = 0; rounds <= this.#steps.length; rounds++) {
      const now = this.#steps.map(({ recorded }, at) => recorded || this.#isPresent(at));
      this.#infer(now);
      if (now.every((is, at) => is === this.#applied[at])) return;
      this.#applied = now;
    }
  }

  /** What it makes is to be there; all else is for the next run to say. */
  #untilRerun(at: number): Judgement {
    const { writes, migration, recorded } = this.#steps[at] as Step;
    const { id, name, group, file } = migration;
    const made = [...writes.values()].filter(
      (write) => write.attribute === null && write.after === true && !this.#isOverwritten(at, write.key),
    );
    const isPart = (address: string): boolean =>
      this.#live
        .holders(address)
        .some(
          (holder) =>
            isWhole(holder) &&
            writes.get(keyOf(holder, null))?.after === true &&
            (this.#live.objects.has(holder) || isPart(holder)),
        );
    const present = made.map(nameOf).filter((address) => this.#live.objects.has(address));
    const missing = made.map(nameOf).filter((address) => !this.#live.objects.has(address) && !isPart(address));
    const state = missing.length === 0 ? "pending" : present.length === 0 ? "recorded-missing" : "half-applied";
    return {
      ...{ id, name, group, file, recorded, state, present, missing },
      unrecorded: [],
      edited: false,
      changed: [],
    };
  }

  #isPresent(at: number): boolean {
    const { present, missing, stillThere, gone } = this.#look(at);
    return present.length + gone.length > 0 && missing.length + stillThere.length === 0;
  }

  /** A migration that shows nothing of its own has been applied if one that needs it has. */
  #infer(applied: boolean[]): void {
    const places = new Map(this.#steps.flatMap(({ migration }, at) => idsOf(migration).map((id) => [id, at] as const)));
    const needed = (at: number): number[] =>
      (this.#steps[at]?.migration.needs ?? []).flatMap((id) => places.get(id) ?? []);
    const waiting = applied.flatMap((is, at) => (is ? [at] : []));
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop())
      for (const before of needed(at)) {
        if (applied[before] || this.#shows(before)) continue;
        applied[before] = true;
        waiting.push(before);
      }
  }

  #shows(at: number): boolean {
    const { present, missing, changed, stillThere, gone } = this.#look(at);
    return present.length + missing.length + changed.length + stillThere.length + gone.length > 0;
  }

  #stateOf(at: number, found: Findings): MigrationState {
    const step = this.#steps[at] as Step;
    if (step.entry?.state === "failed") return "failed-or-dirty";
    if (step.recorded) return this.#recordedState(step, found);
    if (step.unrecorded.length > 0) return this.#stateInPart(at, found);
    const yes = found.present.length + found.gone.length;
    const no = found.missing.length + found.stillThere.length;
    if (yes > 0 && no === 0) return "unrecorded-present";
    if (found.present.length > 0) return "half-applied";
    if (this.#applied[at]) return "unrecorded-present";
    return this.#isSkipped(at) ? "skipped-by-order" : "pending";
  }

  /** Which of its migrations makes what is not known: what is not there may be what is still to be run. */
  #stateInPart(at: number, { present, missing, changed, stillThere, gone }: Findings): MigrationState {
    const isWhole = missing.length + changed.length + stillThere.length === 0;
    if (isWhole && (present.length + gone.length > 0 || this.#applied[at])) return "unrecorded-present";
    return this.#isSkipped(at) ? "skipped-by-order" : "pending";
  }

  /** A recorded one needs it; or is newer, where the order alone tells. What nobody may ever ask for is not skipped. */
  #isSkipped(at: number): boolean {
    const { id, repeatable, condition } = (this.#steps[at] as Step).migration;
    if (repeatable || condition !== undefined) return false;
    const isGraph = this.#steps.some(({ migration }) => migration.needs.length > 0);
    return this.#steps.some(
      ({ migration, recorded }, other) =>
        recorded && !migration.repeatable && (isGraph ? migration.needs.includes(id) : other > at),
    );
  }

  #recordedState({ writes }: Step, found: Findings): MigrationState {
    if (writes.size === 0) return "unverifiable";
    const { present, missing, changed, stillThere, gone } = found;
    if (present.length + missing.length + changed.length + stillThere.length + gone.length === 0) return "superseded";
    const no = missing.length + stillThere.length;
    if (no === 0) return "applied";
    const nothing = present.length === 0 && changed.length === 0 && (gone.length === 0 || missing.length > 0);
    return nothing ? "recorded-missing" : "half-applied";
  }

  /** Those effects of a migration that are its own: no later applied one wrote the same again. */
  #look(at: number): Findings {
    const found = {
      present: [] as string[],
      missing: [] as string[],
      changed: [] as string[],
      stillThere: [] as string[],
      gone: [] as string[],
    };
    const { writes, recorded } = this.#steps[at] as Step;
    for (const write of writes.values()) {
      if (this.#isOverwritten(at, write.key)) continue;
      const existence = writes.get(keyOf(write.address, null));
      if (existence?.after === false) {
        if (write.attribute === null) this.#lookAtRemoval(at, write, recorded, found);
        continue;
      }
      // Of an object that is not there, one word is enough.
      if (existence?.after === true && write.attribute !== null && !this.#live.objects.has(write.address)) continue;
      // Nor does the absence of what a later one removes, of which nobody knows whether it was run.
      if (!recorded && this.#mayBeRemoved(at, write.address)) continue;
      const value = this.#valueOf(write);
      const without = recorded ? undefined : this.#valueWithout(at, write);
      if (value === write.after) {
        // What would be so anyway tells nothing.
        if (!recorded && without === write.after) continue;
        // Nor do the attributes of what it created: that it is there has been said.
        if (existence?.after !== true || write.attribute === null) found.present.push(nameOf(write));
      } else if (value === write.before || value === null || value === false || (!recorded && value === without))
        found.missing.push(nameOf(write));
      else found.changed.push(nameOf(write));
    }
    return found;
  }

  #lookAtRemoval(at: number, write: Write, recorded: boolean, found: { stillThere: string[]; gone: string[] }): void {
    if (this.#live.objects.has(write.address)) {
      // Somebody else may have made it again.
      if (recorded || this.#valueWithout(at, write) === true) found.stillThere.push(nameOf(write));
    } else if (recorded || this.#valueWithout(at, write) === true) found.gone.push(nameOf(write));
  }

  #mayBeRemoved(at: number, address: string): boolean {
    if (this.#live.objects.has(address)) return false;
    return this.#steps.some(({ writes }, later) => later > at && writes.get(keyOf(address, null))?.after === false);
  }

  #isOverwritten(at: number, key: string): boolean {
    return this.#steps.some(({ writes }, later) => later > at && this.#applied[later] === true && writes.has(key));
  }

  /** What the value would be had this migration not been applied, and all the others that were. */
  #valueWithout(at: number, write: Write): Value {
    let value: Value = write.attribute === null ? false : null;
    for (const [other, { writes }] of this.#steps.entries())
      if (other !== at && this.#applied[other]) value = writes.get(write.key)?.after ?? value;
    return value;
  }

  #valueOf({ address, attribute }: Write): Value {
    const object = this.#live.objects.get(address);
    if (attribute === null) return object !== undefined;
    return object === undefined ? null : digestOf(object.spec, attribute);
  }
}

/** What is recorded and has no file. */
function orphans({ migrations }: History, entries: readonly LedgerEntry[]): Judgement[] {
  const known = new Set(migrations.flatMap(idsOf));
  return entries
    .filter(({ id }) => !known.has(id))
    .map(({ id, state }) => ({
      ...{ id, name: id, group: null, file: null, recorded: true, unrecorded: [], edited: false },
      state: state === "failed" ? "failed-or-dirty" : "recorded-orphan",
      ...{ present: [], missing: [], changed: [] },
    }));
}

/** The recorded migrations that no recorded one needs, where there is more than one and needs are known. */
function headsOf({ migrations }: History, entries: readonly LedgerEntry[]): string[] {
  const recorded = new Set(entries.map(({ id }) => id));
  const inLedger = migrations.filter(({ id }) => recorded.has(id));
  const needed = new Set(inLedger.flatMap(({ needs }) => needs));
  if (needed.size === 0) return [];
  const heads = new Map<string | null, string[]>();
  for (const { id, group } of inLedger) if (!needed.has(id)) heads.set(group, [...(heads.get(group) ?? []), id]);
  return [...heads.values()].filter((ids) => ids.length > 1).flat();
}
