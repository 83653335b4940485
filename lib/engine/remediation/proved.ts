/** What conditions that are there, or come, have proved already: no row is read for it again. */

import { encodeAddress } from "../../core/address.ts";
import type { Change } from "../../core/change.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { Proof, Statement } from "../../core/statement.ts";
import type { Relations } from "../structure/relations.ts";
import type { Decisions } from "./decisions.ts";
import type { PlannedStep } from "./steps.ts";
import { Waiting } from "./waiting.ts";

/** @param renamed addresses of what is renamed first */
export function proved(
  kinds: KindRegistry,
  planned: readonly PlannedStep[],
  changes: readonly Change[],
  renamed: readonly string[],
  decisions: Decisions,
): readonly PlannedStep[] {
  const steps = new Waiting(planned);
  const provers = new Provers(kinds, steps, renamed, decisions);
  // What stands on it goes before that is altered, and comes after.
  const disturbing = new Set(
    changes.flatMap((change) =>
      change.verb === "altered" && kinds.get(change.expected.address.kind).rule(change.attribute).disturbsDependents
        ? [change.address]
        : [],
    ),
  );
  for (const { id, verb, address, statements } of planned) {
    if (verb !== "alter" || disturbing.has(address)) continue;
    const said = statements.flatMap((statement): readonly Statement[] => {
      const { proof } = statement;
      return proof?.of.every((condition) => provers.prove({ id, address }, proof.on, condition))
        ? proof.statements
        : [statement];
    });
    steps.change(id, { statements: said });
  }
  return steps.all();
}

class Provers {
  readonly #kinds: KindRegistry;
  readonly #steps: Waiting;
  readonly #to: Decisions;
  readonly #renamedIn: ReadonlySet<string | undefined>;

  constructor(kinds: KindRegistry, steps: Waiting, renamed: readonly string[], decisions: Decisions) {
    this.#kinds = kinds;
    this.#steps = steps;
    this.#to = decisions;
    const { expected, actual } = decisions;
    this.#renamedIn = new Set(renamed.map((address) => expected.parent(address) ?? actual.parent(address)));
  }

  /** Whether the condition holds by the time of the step: what stands for it is kept that long, or comes first. */
  prove(step: Pick<PlannedStep, "id" | "address">, on: Proof["on"], condition: string): boolean {
    const { expected, actual, drops } = this.#to;
    const after = this.#holding(expected, on, condition).filter((address) => address !== step.address);
    const before = this.#holding(actual, on, condition);
    if (before.some((address) => !drops.has(address) && after.includes(address))) return true;
    // What goes speaks of columns by the names they had.
    const parting = this.#renamedIn.has(encodeAddress(on)) ? [] : before;
    return (
      parting.some((address) => this.#found(address, "drop", "alter").some((id) => this.#steps.turn(id, step.id))) ||
      after.some((address) => this.#found(address, "create", "alter").some((id) => this.#steps.turn(step.id, id)))
    );
  }

  /** The steps that have something to say about it. */
  #found = (address: string, ...verbs: readonly string[]): string[] =>
    verbs.map((verb) => `${verb} ${address}`).filter((id) => (this.#steps.get(id)?.statements.length ?? 0) > 0);

  #holding = (side: Relations, on: Proof["on"], condition: string): string[] =>
    [...side.children(encodeAddress(on))].filter((child) => {
      const { address, spec } = side.get(child);
      return this.#kinds.get(address.kind).holds(address, spec).includes(condition);
    });
}
