/** The rules of a kind as the engine holds them: their types forgotten, their functions taking plain addresses. */

import type { Address } from "./address.ts";
import type { Rule, Turn } from "./attribute-rule.ts";
import type { Canonical } from "./canonical.ts";
import type { Alteration, Facts, Remedy, Sided, Spec } from "./kind.ts";
import type { Judge, Verdict } from "./severity.ts";

export interface AnyRule {
  readonly since: number;
  readonly drift: (expected: Canonical, actual: Canonical, object: Spec, address: Address, facts?: Sided) => Verdict;
  readonly disturbsDependents: boolean;
  readonly passesOn: "once" | "always" | undefined;
  readonly wantedOfComers: (value: Canonical) => boolean;
  readonly passesDown: (value: Canonical) => readonly Address[];
  /** Its value says where among those that pass something down the object stands. */
  readonly isPlace: boolean;
  /** Missing of a value that brings nothing. */
  readonly hosts: (address: Address, value: Canonical, facts: Facts) => Address | undefined;
  readonly displaces: (value: Canonical) => readonly string[];
  readonly mirrors: (address: Address, value: Canonical) => readonly Address[];
  readonly isSole: boolean;
  /** No statement alters it: what differs in it is another thing. */
  readonly isFixed: boolean;
  readonly isOverlooked: boolean;
  /** By attribute, whether its alteration came with this one's. */
  readonly explains: Readonly<Record<string, (other: Turn<Canonical>, own: Turn<Canonical>) => boolean>>;
  readonly spelledOut: boolean | ((value: Canonical, object: { readonly facts: Facts }) => readonly Canonical[]);
  readonly verbatim: boolean;
  readonly recasts: boolean;
  readonly answers: boolean;
  readonly measures:
    | { readonly attribute: string; readonly absolute: (told: Canonical, value: Canonical) => Canonical }
    | undefined;
  readonly refersTo: (value: Canonical) => readonly Address[];
  /** undefined = any order suits. */
  readonly referredFirst: ((value: Canonical) => boolean) | undefined;
  readonly holdsUp: (wanted: Canonical, standing: Canonical) => "parts" | "dependents" | undefined;
  readonly remedy: (address: Address, to: Canonical, alteration: Alteration<Spec>) => Remedy;
}

export const judge = (verdict: Judge<never[]>, ...values: unknown[]): Verdict =>
  typeof verdict === "function" ? verdict(...(values as never[])) : verdict;

function spelledOut(given: boolean | string | ((value: never) => readonly string[])): AnyRule["spelledOut"] {
  if (typeof given === "boolean") return given;
  return (value, { facts }) => {
    const listed = typeof given === "string" ? facts[given] : given(value as never);
    return Array.isArray(listed) ? listed : [];
  };
}

export function anyRule(
  kind: string,
  rules: object,
  where: (address: Address) => unknown,
): (attribute: string) => AnyRule {
  const known = rules as Record<string, Rule<unknown, Spec, string>>;
  return (attribute) => {
    const rule = Object.hasOwn(known, attribute) ? known[attribute] : undefined;
    if (!rule) throw new Error(`${kind}: no rule for the attribute "${attribute}"`);
    return {
      since: rule.since ?? 0,
      drift: (expected, actual, object, address, facts = { expected: {}, actual: {} }) =>
        judge(rule.drift as Judge<never[]>, expected, actual, object, where(address), facts),
      disturbsDependents: rule.disturbsDependents ?? false,
      passesOn: rule.passesOn,
      wantedOfComers: (value) => rule.wantedOfComers?.(value) ?? false,
      passesDown: (value) => rule.passesDown?.(value) ?? [],
      isPlace: rule.passesDown !== undefined,
      hosts: (address, value, facts) => (value === null ? undefined : rule.hosts?.(where(address), value, facts)),
      displaces: (value) => rule.displaces?.(value) ?? [],
      mirrors: (address, value) => rule.mirrors?.(where(address), value) ?? [],
      isSole: rule.isSole ?? false,
      isFixed: "recreate" in rule,
      isOverlooked: rule.isOverlooked ?? false,
      explains: (rule.explains ?? {}) as AnyRule["explains"],
      spelledOut: spelledOut(rule.spelledOut ?? false),
      verbatim: rule.verbatim ?? false,
      recasts: rule.recasts ?? false,
      answers: rule.answers ?? false,
      measures: rule.measures as AnyRule["measures"],
      refersTo: (value) => rule.refersTo?.(value) ?? [],
      referredFirst: rule.referredFirst as AnyRule["referredFirst"],
      holdsUp: (wanted, standing) => rule.holdsUp?.(wanted, standing),
      remedy: (address, to, alteration) => {
        if ("manual" in rule) return { manual: rule.manual };
        return "alter" in rule ? rule.alter(where(address), to, alteration) : "recreate";
      },
    };
  };
}
