/** Names that parts of what stands above have, and that others are to have: parts are no objects, but give up their names. */

import { type Address, encodeAddress } from "../../core/address.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { CatalogueObject } from "../../core/snapshot.ts";
import type { Statement } from "../../core/statement.ts";
import { originsOf, partsOf } from "../structure/inheritance.ts";
import { later } from "../structure/later.ts";
import type { Decisions } from "./decisions.ts";
import { SpareNames } from "./spare-names.ts";
import type { PlannedStep } from "./steps.ts";
import { Takers } from "./takers.ts";

/** The steps, before which parts get other names, or go first. */
export function partsOutOfTheWay(
  kinds: KindRegistry,
  steps: readonly PlannedStep[],
  decisions: Decisions,
): readonly PlannedStep[] {
  const names = new PartNames(kinds, decisions);
  return steps.flatMap((step) => {
    if (step.statements.length === 0) return step;
    if (step.verb === "create") return names.freed(step);
    return step.verb === "alter" ? names.given(step) : step;
  });
}

interface Held {
  readonly table: string;
  readonly part: Address;
  /** What it is a part of, directly and at the top. */
  readonly of: string;
  readonly whole: CatalogueObject;
}

class PartNames {
  readonly #kinds: KindRegistry;
  readonly #to: Decisions;
  readonly #takers: Takers;
  /** By the names that only one can have. */
  readonly #held: () => ReadonlyMap<string, Held>;
  readonly #spare: SpareNames;

  constructor(kinds: KindRegistry, decisions: Decisions) {
    this.#kinds = kinds;
    this.#to = decisions;
    this.#takers = new Takers(kinds, decisions);
    const { actual } = decisions;
    this.#held = later(
      () =>
        new Map(
          Array.from(actual.objects.keys()).flatMap((table) =>
            this.#heldBy(table).flatMap((held) => this.#namesOf(held).map((name) => [name, held] as const)),
          ),
        ),
    );
    this.#spare = new SpareNames(kinds, decisions, () => this.#held().keys());
  }

  /** What comes, once no part has a name that it is to have. */
  freed(step: PlannedStep): readonly PlannedStep[] {
    const { expected, drops } = this.#to;
    const coming = [step.address, ...expected.children(step.address)].map((address) => expected.get(address));
    const inTheWay = coming.flatMap(this.#occupied).flatMap((name) => this.#held().get(name) ?? []);
    const after = new Set(step.after);
    const first: PlannedStep[] = [];
    for (const held of new Set(inTheWay)) {
      const whole = encodeAddress(held.whole.address);
      if (drops.has(whole)) after.add(`drop ${this.#takers.of(whole)}`);
      else if (this.#stays(held.table)) first.push(this.#before(held, this.#aside(held)));
    }
    for (const { id } of first) after.add(id);
    return [...first, { ...step, after }];
  }

  /** What speaks of a part by the name that it is to have, once it has that. */
  given(step: PlannedStep): readonly PlannedStep[] {
    const { expected } = this.#to;
    const { address, spec, facts } = expected.get(step.address);
    const ties = this.#kinds.get(address.kind).ties?.(address, spec) ?? [];
    if (ties.length === 0 || !this.#stays(step.address)) return [step];
    const said = new Set(step.statements.map(({ sql }) => sql));
    const spoken = ties.filter(({ statements }) => statements.some(({ sql }) => said.has(sql)));
    const parts = partsOf({ address, spec, facts }) ?? [];
    const first = spoken.flatMap(({ to }): readonly PlannedStep[] => {
      const shall = parts.find((part) => encodeAddress(part.address) === encodeAddress(to));
      const held = this.#heldBy(step.address).find(({ of }) => shall && of === encodeAddress(shall.of));
      const said = shall && held ? this.#renamed(held, shall.address.path.at(-1) ?? "") : [];
      return held && said.length > 0 ? [this.#before(held, said)] : [];
    });
    return [...first, { ...step, after: new Set([...step.after, ...first.map(({ id }) => id)]) }];
  }

  /** What alters the table before all else. */
  #before({ table, part }: Held, statements: readonly Statement[]): PlannedStep {
    return {
      id: `free ${encodeAddress(part)}`,
      verb: "alter",
      address: table,
      weight: [0],
      after: new Set(),
      statements,
    };
  }

  #heldBy(table: string): Held[] {
    const { actual } = this.#to;
    return (partsOf(actual.objects.get(table)) ?? []).flatMap(({ address, of }): Held[] => {
      const whole = actual.objects.get(originsOf(actual, table, encodeAddress(address)).at(-1) ?? "");
      return whole ? [{ table, part: address, of: encodeAddress(of), whole }] : [];
    });
  }

  /** Those that it has, or would have under another name. */
  #namesOf({ part: { kind, path }, whole }: Held, name = path.at(-1) ?? ""): readonly string[] {
    return this.#kinds.get(kind).occupies({ kind, path: path.with(-1, name) }, whole.spec);
  }

  #occupied = ({ address, spec }: CatalogueObject): readonly string[] =>
    this.#kinds.get(address.kind).occupies(address, spec);

  /** Whether a table keeps its parts. */
  #stays = (table: string): boolean => !this.#to.drops.has(table) && !this.#to.moved.has(table);

  /** Under the name that it is to have, or another that nothing has. */
  #aside(held: Held): readonly Statement[] {
    const shall = partsOf(this.#to.expected.objects.get(held.table))?.find(({ of }) => encodeAddress(of) === held.of);
    const wanted = shall ? this.#renamed(held, shall.address.path.at(-1) ?? "") : [];
    const { rename } = this.#kinds.get(held.part.kind);
    if (wanted.length > 0 || !rename) return wanted;
    const name = this.#spare.take({ address: held.part, spec: held.whole.spec });
    return [{ ...rename.statement(held.part, name), time: "early" }];
  }

  /** Nothing where another has the name. */
  #renamed(held: Held, name: string): readonly Statement[] {
    const { rename } = this.#kinds.get(held.part.kind);
    if (!rename || name === held.part.path.at(-1)) return [];
    if (!this.#spare.claim({ address: held.part, spec: held.whole.spec }, name)) return [];
    return [{ ...rename.statement(held.part, name), time: "early" }];
  }
}
