/** What the source of a kind says of its verdicts and remedies: every severity a rule can give, not only those seen. */

import { SEVERITIES, type Severity } from "../../../lib/core/severity.ts";
import { type Node, textOf } from "../../architecture/source.ts";
import { kindSources, type Place, propertiesOf, reach } from "./reach.ts";

export interface Verdicts {
  readonly severity: Severity;
  readonly reasons: readonly string[];
}

export interface Remedy {
  readonly alter: boolean;
  readonly recreate: boolean;
  /** Why a person must do it, in these cases or always. */
  readonly manual: readonly string[];
}

export interface KindSource {
  readonly added: readonly Verdicts[];
  readonly removed: readonly Verdicts[];
  /** Empty where PostgreSQL renames none. */
  readonly renamed: readonly Verdicts[];
  readonly attributes: ReadonlyMap<string, { readonly drift: readonly Verdicts[]; readonly remedy: Remedy }>;
}

/** The kinds by name, as they are written. */
export function readKinds(): ReadonlyMap<string, KindSource> {
  const found = new Map<string, KindSource>();
  for (const source of kindSources())
    for (const node of source.nodes) {
      if (node.type !== "CallExpression" || !/^define(Kind|Satellite)$/.test(String((node.callee as Node).name)))
        continue;
      const definition = propertiesOf({ source, node: (node.arguments as Node[])[0] as Node });
      found.set(wordsOf(definition.get("name"))[0] ?? "", {
        added: verdictsOf(definition.get("added")),
        removed: verdictsOf(definition.get("removed")),
        renamed: verdictsOf(attributesOf(definition.get("rename")).get("drift")),
        attributes: new Map(
          [...attributesOf(definition.get("attributes"))].map(([name, rule]) => [
            name,
            {
              drift: verdictsOf(propertiesOf(ruleOf(rule)).get("drift")),
              remedy: remedyOf(propertiesOf(ruleOf(rule))),
            },
          ]),
        ),
      });
    }
  return found;
}

const attributesOf = (place: Place | undefined): ReadonlyMap<string, Place> =>
  place ? propertiesOf(place) : new Map();

/** The object with the rule's parts: the value itself, or what a function of the kind makes. */
function ruleOf(place: Place): Place {
  for (const candidate of reach(place))
    if (candidate.node.type === "ObjectExpression" && propertiesOf(candidate).has("drift")) return candidate;
  throw new Error(`no rule in ${place.source.path} at ${place.source.text.slice(place.node.start, place.node.end)}`);
}

/** Every `critical("…")` that an expression can come to, worst first. */
function verdictsOf(place: Place | undefined): readonly Verdicts[] {
  if (!place) return [];
  const reasons = new Map<Severity, Set<string>>();
  for (const { source, node } of reach(place)) {
    if (node.type !== "CallExpression") continue;
    const words = [...reach({ source, node: (node.arguments as Node[])[0] ?? node })].flatMap(wordsIn);
    for (const severity of severitiesOf(node.callee as Node)) {
      const known = reasons.get(severity) ?? new Set<string>();
      for (const reason of words) known.add(reason);
      reasons.set(severity, known);
    }
  }
  return SEVERITIES.flatMap((severity) => {
    const found = reasons.get(severity);
    return found ? [{ severity, reasons: [...found] }] : [];
  });
}

/** `critical`, or both of `(closed ? critical : high)`. */
function severitiesOf(callee: Node): readonly Severity[] {
  if (callee.type === "ConditionalExpression")
    return [callee.consequent, callee.alternate].flatMap((node) => severitiesOf(node as Node));
  if (callee.type === "ParenthesizedExpression") return severitiesOf(callee.expression as Node);
  return SEVERITIES.filter((severity) => callee.type === "Identifier" && callee.name === severity);
}

function remedyOf(rule: ReadonlyMap<string, Place>): Remedy {
  const alter = rule.get("alter");
  const always = wordsOf(rule.get("manual"));
  if (!alter) return { alter: false, recreate: rule.has("recreate"), manual: always };
  const reached = [...reach(alter)];
  return {
    alter: true,
    recreate: reached.some(({ node }) => textOf(node) === "recreate"),
    manual: reached.flatMap((place) => wordsOf(propertiesOf(place).get("manual"))),
  };
}

const wordsOf = (place: Place | undefined): readonly string[] =>
  place ? [...new Set([...reach(place)].flatMap(wordsIn))] : [];

/** A text as it is written, with an ellipsis for what is put in at run time. */
function wordsIn({ node }: Place): readonly string[] {
  if (node.type !== "TemplateLiteral") return [textOf(node) ?? []].flat();
  const quasis = node.quasis as readonly { readonly value: { readonly cooked: string } }[];
  return [quasis.map(({ value }) => value.cooked).join("…")];
}
