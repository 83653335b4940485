/** The contract of a kind, as far as its objects can get another name, or another schema: what that means, how it is told and done. */

import type { Address } from "./address.ts";
import type { Hazard } from "./hazard.ts";
import type { Facts, Spec } from "./kind.ts";
import { judge } from "./rule.ts";
import type { Judge, Verdict } from "./severity.ts";
import { ident } from "./sql.ts";
import { type Statement, statement } from "./statement.ts";

/** Objects of the kind can be renamed. */
export interface Renaming<Where, S> {
  /**
   * The part of the key that is the object's own name.
   * @default "name"
   */
  readonly part?: string;
  /** It can be moved to another schema, but not renamed. */
  readonly onlyMoves?: boolean;
  /** Its copies in all tables below are renamed with it, and must be able to have the name. */
  readonly passesDown?: boolean;
  /** What it means that the object has another name than expected. */
  readonly drift: Judge<[object: S, at: Where]>;
  /**
   * Gives the object that stands at `at` another name.
   * @default - `ALTER … RENAME TO …`, with the name that COMMENT ON uses
   */
  readonly statement?: (at: Where, to: string) => Statement;
  /** What running the default statement does to others. */
  readonly hazards?: readonly Hazard[];
  /**
   * By what the object is known again where nothing proves that it is the same.
   * @default - 0.4 for the name and 0.6 for a definition that is the same
   */
  readonly likeness?: Likeness<S>;
}

/** How much each likeness counts in the score; the weights come to 1. */
export type Likeness<S> =
  /** In its place (its table), the definition is all there is to the object: whoever has it is the object. */
  | "definition"
  | {
      /** How alike the names are. */
      readonly name: number;
      /** Whether the definition is the same but for the name. */
      readonly definition?: number;
      /** How alike the objects are in what the kind thinks essential, from 0 to 1. */
      readonly essence?: { readonly weight: number; readonly of: (expected: S, actual: S) => number };
      /** How near they are in the order of what stands beside them. */
      readonly position?: number;
      /** Whether nothing turns the one into the other: then they are two. */
      readonly apart?: (expected: S, actual: S) => boolean;
      /** How many names of what stands within they share; `kinds`: only of these. */
      readonly parts?: { readonly weight: number; readonly kinds?: readonly string[] };
    };

export const BY_DEFINITION = { name: 0.4, definition: 0.6 } as const;

/** The same as the engine holds it. */
export interface AnyRenaming {
  /** Which name of the path is the object's own. */
  readonly place: number;
  readonly onlyMoves: boolean;
  readonly passesDown: boolean;
  /** Which is that of the schema, where the object can be moved to another; null where it cannot. */
  readonly schemaPlace: number | null;
  readonly drift: (address: Address, spec: Spec, facts: Facts) => Verdict;
  readonly statement: (address: Address, to: string) => Statement;
  /** Moves the object to another schema. */
  readonly move: (address: Address, schema: string) => Statement;
  readonly likeness: Likeness<Spec>;
}

export function anyRenaming<S extends Spec>(
  own: Renaming<never, S> | undefined,
  key: readonly string[],
  at: (address: Address) => unknown,
  sqlName: (address: Address) => string,
): AnyRenaming | undefined {
  if (!own) return undefined;
  const renaming = own as unknown as Renaming<unknown, Spec>;
  const hazards = own.hazards ?? [];
  const place = key.indexOf(own.part ?? "name");
  return {
    place,
    onlyMoves: own.onlyMoves ?? false,
    passesDown: own.passesDown ?? false,
    // A name right after that of the schema; what stands in a table or a type goes where that goes.
    schemaPlace: place === 1 ? 0 : null,
    drift: (address, spec) => judge(renaming.drift as Judge<never[]>, spec, at(address)),
    statement: (address, to) =>
      renaming.statement?.(at(address), to) ??
      statement(`ALTER ${sqlName(address)} RENAME TO ${ident(to)}`, ...hazards),
    move: (address, schema) => statement(`ALTER ${sqlName(address)} SET SCHEMA ${ident(schema)}`, ...hazards),
    likeness: renaming.likeness ?? BY_DEFINITION,
  };
}
