/** What takes the place of what is to go, which then stays until that is there: nobody misses it in between. */

import { parseAddress } from "../core/address.ts";
import type { Change } from "../core/change.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import type { Statement } from "../core/statement.ts";
import { takenOver } from "./hand-over.ts";
import { partitionsBelow } from "./partitions-below.ts";
import type { Decisions, PlannedStep } from "./steps.ts";
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
  for (const step of planned) {
    const { verb, address, statements } = step;
    if (verb !== "create") continue;
    const other = taken.get(address);
    const [first, ...rest] = statements;
    if (other) places.put(step, other.of, [...other.statements, ...rest]);
    else if (online && first) {
      const going = places.rivalOf(address);
      const made = going === undefined ? null : places.instead(first, address, going);
      if (going !== undefined && made) places.put(step, going, [...made, ...rest]);
    }
  }
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

  /** What it cannot be beside: the one that is there under its address, or has a name that only one can have. */
  rivalOf(address: string): string | undefined {
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

  /** The statements by which it comes where the other goes; null where there are none. */
  instead({ inPlace, onlineByPartition }: Statement, address: string, going: string): readonly Statement[] | null {
    const below = onlineByPartition ? partitionsBelow(this.#to.expected.parent(address) ?? "", this.#to) : [];
    return below && (inPlace?.(parseAddress(going).path.at(-1) ?? "", below) ?? null);
  }

  /** Has the one come where, and when, the other goes: unless something has to run in between. */
  put(comes: PlannedStep, going: string, statements: readonly Statement[]): void {
    const { steps } = this;
    const goes = steps.get(`drop ${going}`);
    const taker = `drop ${this.#takers.of(going)}`;
    if (!goes || !this.#goesByItself(goes, comes.id)) return;
    const before = steps.awaited([goes.id, comes.id]);
    const waiting = [...steps.followers(goes.id)].filter((id) => id !== comes.id);
    const between = waiting.filter((id) => before.has(id));
    if (before.has(comes.id) || !between.every((id) => this.#adapts(going) && isLight(steps.get(id)))) {
      if (goes.statements.length === 0) steps.turn(comes.id, taker);
      return;
    }
    steps.change(goes.id, { statements: [] });
    steps.change(comes.id, { verb: "replace", statements });
    for (const id of between) steps.waitNoMore(id, goes.id);
    for (const id of waiting) if (!before.has(id)) steps.wait(id, comes.id);
    steps.wait(comes.id, goes.id);
  }

  /** Whether it does, or can before what would take it along: a column that it no longer covers. */
  #goesByItself({ address, statements }: PlannedStep, comes: string): boolean {
    if (statements.length > 0) return statements.length === 1;
    const taker = this.#takers.of(address);
    const { parent } = this.#to.actual;
    const besides = taker !== address && parent(taker) === parent(address);
    return besides && this.steps.turn(`drop ${taker}`, comes);
  }

  /** Whether what goes can stay while what it stands on is altered. */
  #adapts(going: string): boolean {
    const { address, spec } = this.#to.actual.get(going);
    return this.#kinds.get(address.kind).adapts(spec);
  }
}

/** What rewrites the table would build anew what is to go, too. */
const isLight = (step: PlannedStep | undefined): boolean =>
  step?.verb === "alter" && !step.statements.some(({ hazards }) => hazards.includes("table-rewrite"));
