/** What takes the place of what is to go, which then stays until that is there: nobody misses it in between. */

import { encodeAddress, parseAddress } from "../../core/address.ts";
import { hasSqlText } from "../../core/canonical.ts";
import type { Change } from "../../core/change.ts";
import type { Tie } from "../../core/kind.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { Statement } from "../../core/statement.ts";
import { takenOver } from "../consequences/hand-over.ts";
import { isUnchanged } from "../diff/differing.ts";
import { partitionsBelow } from "../structure/partitions-below.ts";
import type { Relations } from "../structure/relations.ts";
import { alteredAlong } from "./altered-along.ts";
import type { Decisions } from "./decisions.ts";
import type { PlannedStep } from "./steps.ts";
import { Takers } from "./takers.ts";
import { Waiting } from "./waiting.ts";

/** @param online whether a new one may be built beside the old, which takes a while and transactions of its own */
export function inPlace(
  kinds: KindRegistry,
  planned: readonly PlannedStep[],
  changes: readonly Change[],
  decisions: Decisions,
  online: boolean,
): readonly PlannedStep[] {
  const places = new Places(kinds, planned, decisions);
  const taken = takenOver(kinds, changes, decisions);
  const coming = planned.filter(({ verb }) => verb === "create");
  const exchanges = (online ? coming : []).flatMap((step) => places.exchange(step) ?? []);
  const regripped = new Set(exchanges.filter(({ step }) => places.regrip(step)));
  for (const step of coming) {
    const other = taken.get(step.address);
    if (other && places.put(step, other.of, [...other.statements, ...step.statements.slice(1)])) places.keep(other.of);
  }
  for (const exchange of exchanges)
    if (!taken.has(exchange.step.address) && !regripped.has(exchange))
      places.put(exchange.step, exchange.going, exchange.statements);
  return places.steps.all();
}

class Places {
  readonly steps: Waiting;
  readonly #kinds: KindRegistry;
  readonly #to: Decisions;
  readonly #takers: Takers;

  constructor(kinds: KindRegistry, planned: readonly PlannedStep[], decisions: Decisions) {
    this.steps = new Waiting(planned);
    this.#kinds = kinds;
    this.#to = decisions;
    this.#takers = new Takers(kinds, decisions);
  }

  /** The statements by which it comes where another goes; null where there are none. */
  exchange(step: PlannedStep): { step: PlannedStep; going: string; statements: readonly Statement[] } | null {
    const { address, statements } = step;
    const [first, ...rest] = statements;
    const going = this.#rivalOf(address);
    if (going === undefined || !first) return null;
    const { inPlace, onlineByPartition } = first;
    const below = onlineByPartition ? partitionsBelow(this.#to.expected.parent(address) ?? "", this.#to) : [];
    const ties = this.#tiesOf(address, going);
    const tied = (name: string) => ties.flatMap(({ clause }) => clause?.(name) ?? []);
    const made = below && inPlace?.(parseAddress(going).path.at(-1) ?? "", below, tied);
    return made ? { step, going, statements: [...made, ...rest] } : null;
  }

  /** What it cannot be beside: the one that is there under its address, or has a name that only one can have. */
  #rivalOf(address: string): string | undefined {
    const { expected, actual, drops } = this.#to;
    if (drops.has(address)) return address;
    const { address: at, spec } = expected.get(address);
    const { occupies, name } = this.#kinds.get(at.kind);
    const wanted = occupies(at, spec);
    const beside = [...actual.children(expected.parent(address) ?? "")].filter((other) => drops.has(other));
    return beside.find((other) => {
      const { address: is, spec: has } = actual.get(other);
      return is.kind === name && occupies(is, has).some((each) => wanted.includes(each));
    });
  }

  /** What is said, of its table and the object, as of the one that goes: it need not be said again. */
  #tiesOf(address: string, going: string): readonly Tie[] {
    const { expected, actual } = this.#to;
    const table = expected.parent(address) ?? "";
    const on = ({ objects }: Relations, to: string): Tie[] => {
      const object = objects.get(table);
      const ties = object && this.#kinds.get(object.address.kind).ties?.(object.address, object.spec);
      return (ties ?? []).filter((tie) => tie.clause && encodeAddress(tie.to) === to);
    };
    return on(actual, going).length > 0 ? on(expected, address) : [];
  }

  /** What its table says of it at the end is said as it comes. */
  #unsay(address: string, going: string): void {
    const said = new Set(this.#tiesOf(address, going).flatMap(({ statements }) => statements.map(({ sql }) => sql)));
    const alter = this.steps.get(`alter ${this.#to.expected.parent(address)}`);
    if (said.size === 0 || !alter) return;
    this.steps.change(alter.id, { statements: alter.statements.filter(({ sql }) => !said.has(sql)) });
  }

  /** Has the one come where, and when, the other goes. @returns whether nothing has to run in between */
  put(comes: PlannedStep, going: string, statements: readonly Statement[]): boolean {
    const { steps } = this;
    const goes = steps.get(`drop ${going}`);
    const taker = `drop ${this.#takers.of(going)}`;
    if (!goes || this.#takers.partsOf(going).size > 0 || !this.#goesByItself(goes, comes.id)) return false;
    // What goes with the one can be altered once that has gone: of a primary key, that a column is NOT NULL.
    for (const id of alteredAlong(this.#kinds, this.#to.actual, going))
      if (steps.followers(goes.id).has(id)) steps.turn(id, comes.id);
    const before = steps.awaited([goes.id, comes.id]);
    const waiting = [...steps.followers(goes.id)].filter((id) => id !== comes.id);
    const between = waiting.filter((id) => before.has(id));
    if (before.has(comes.id) || !between.every((id) => this.#outlives(going, steps.get(id)))) {
      if (goes.statements.length === 0) steps.turn(comes.id, taker);
      return false;
    }
    steps.change(goes.id, { statements: [] });
    steps.change(comes.id, { verb: "replace", statements: this.#builtFirst(comes, goes, statements) });
    this.#unsay(comes.address, going);
    for (const id of between) steps.waitNoMore(id, goes.id);
    for (const id of waiting) if (!before.has(id)) steps.wait(id, comes.id);
    steps.wait(comes.id, goes.id);
    return true;
  }

  /** What holds on to what is taken over holds on to it then, too: where nothing else changes, neither goes. */
  keep(going: string): void {
    const { expected, actual } = this.#to;
    for (const holder of actual.neededBy(going)) {
      const whole = (side: Relations) => [holder, ...side.children(holder)].sort();
      const all = whole(expected);
      const stays = String(whole(actual)) === String(all) && all.every((each) => isUnchanged(each, this.#to));
      if (!stays || String(this.#grips(holder)) !== going) continue;
      for (const id of all.flatMap((each) => [`drop ${each}`, `create ${each}`]))
        this.steps.change(id, { statements: [] });
    }
  }

  /**
   * What has to let go of the one meanwhile, and comes back, lets go only once the other has been built, which takes a while.
   * @returns the statements that are left
   */
  #builtFirst(comes: PlannedStep, goes: PlannedStep, statements: readonly Statement[]): readonly Statement[] {
    const { steps } = this;
    const { actual, creates } = this.#to;
    const first = statements.findIndex(({ hazards }) => !hazards.includes("waits-for-transactions"));
    const holders = [...actual.neededBy(goes.address)].filter((other) => creates.has(other));
    const letGo = holders.map((other) => `drop ${other}`).filter((id) => steps.get(id)?.statements.length);
    const after = new Set([...comes.after, ...goes.after].filter((id) => id !== goes.id && !letGo.includes(id)));
    const before = steps.awaited([...after]);
    if (first <= 0 || letGo.length === 0 || letGo.some((id) => before.has(id))) return statements;
    const id = `build ${comes.address}`;
    steps.add({ ...comes, id, verb: "replace", after, statements: statements.slice(0, first) });
    for (const other of [comes.id, ...letGo]) steps.wait(other, id);
    return statements.slice(first);
  }

  /**
   * Has it go when what it is to hold on to is there, and come back when what it held on to is gone: of two keys on the
   * same columns it would hold on to the older one again. @returns whether it has to
   */
  regrip({ id, address }: PlannedStep): boolean {
    const { steps } = this;
    const grips = this.#grips(address);
    const goes = `drop ${this.#takers.of(address)}`;
    for (const other of grips) steps.wait(id, `drop ${this.#takers.of(other)}`);
    const keys = [...this.#to.expected.needs(address)].filter(
      (other) => grips.length > 0 && this.#isRebuildable(other),
    );
    for (const key of keys.map((other) => `create ${other}`))
      if (steps.get(key) && !steps.awaited([key]).has(goes)) steps.wait(goes, key);
    return grips.length > 0;
  }

  #isRebuildable(address: string): boolean {
    const { address: at, spec, facts } = this.#to.expected.get(address);
    return this.#kinds.get(at.kind).rebuildable(spec, facts);
  }

  /** What goes of that which it needs, where all else that it needs stays the same. */
  #grips(address: string): string[] {
    const { expected, actual, drops, creates } = this.#to;
    if (!drops.has(address) || this.#adapts(address)) return [];
    const [was, is] = [actual, expected].map((side) => [...side.needs(address)]);
    const staying = (all: readonly string[] = []) => all.filter((other) => !drops.has(other) && !creates.has(other));
    return String(staying(was).sort()) === String(staying(is).sort())
      ? (was ?? []).filter((other) => drops.has(other))
      : [];
  }

  /** Whether it does, or can before what would take it along: a column that it no longer covers. */
  #goesByItself({ address, statements }: PlannedStep, comes: string): boolean {
    if (statements.length > 0) return statements.length === 1;
    const taker = this.#takers.of(address);
    const { parent } = this.#to.actual;
    const besides = taker !== address && parent(taker) === parent(address);
    return besides && this.steps.turn(`drop ${taker}`, comes);
  }

  /** Whether what goes stays as it is while that is altered. */
  #outlives(going: string, step: PlannedStep | undefined): boolean {
    if (step?.verb !== "alter") return false;
    const isRewritten = step.statements.some(({ hazards }) => hazards.includes("table-rewrite"));
    if (!isRewritten) return this.#adapts(going);
    return isSmooth(step) && this.#adapts(going, true) && !hasSqlText(this.#to.actual.get(going).spec);
  }

  /** Whether what goes can stay while what it stands on is altered. */
  #adapts(going: string, isRetyped = false): boolean {
    const { address, spec } = this.#to.actual.get(going);
    return this.#kinds.get(address.kind).adapts(spec, isRetyped);
  }
}

/** What writes the table anew builds anew what is to go, too: of values that stay what they are, and not by an expression. */
const isSmooth = ({ statements }: PlannedStep): boolean =>
  statements.every(({ hazards, rating }) => !hazards.includes("table-rewrite") || rating?.risk !== "danger");
