/**
 * Which change sets Liquibase runs where it is asked for contexts or labels: a change set says for which contexts it is, and
 * whoever runs it which labels he wants. Source: https://docs.liquibase.com, "Contexts" and "Labels".
 */

import { listed, optionOf } from "./formatted-sql.ts";
import { invalid } from "./layout.ts";

/** What Liquibase is run with; undefined = it is run without, and takes all. */
export interface Asked {
  /** `test`, `prod`. */
  readonly contexts?: readonly string[] | undefined;
  /** `v2 and !beta`, of labels. */
  readonly labelFilter?: string | undefined;
}

export const isAsking = ({ contexts, labelFilter }: Asked): boolean =>
  contexts !== undefined || labelFilter !== undefined;

/**
 * @param options those of the change set, or of a property
 * @throws DriftwatchError `migrations-invalid` where an expression is none
 */
export const isAskedFor = (options: string, { contexts = [], labelFilter = "" }: Asked): boolean =>
  isForContexts(optionOf(options, "contextFilter") ?? optionOf(options, "context") ?? "", contexts) &&
  hasLabels(listed(optionOf(options, "labels") ?? ""), labelFilter);

function isForContexts(expression: string, contexts: readonly string[]): boolean {
  if (contexts.length === 0) return !expression.includes(REQUIRED);
  return expression === "" || fits(expression, contexts);
}

function hasLabels(labels: readonly string[], filter: string): boolean {
  if (filter === "") return !labels.some((label) => label.startsWith(REQUIRED));
  return labels.length === 0 || fits(filter, labels);
}

/** Before the name of a context or a label: it is not run unless somebody asks. */
const REQUIRED = "@";

/** Whether names are what `a or (b and !c), not d` asks for. */
function fits(expression: string, names: readonly string[]): boolean {
  const known = new Set(names.map((name) => name.replace(REQUIRED, "").toLowerCase()));
  const words = expression.toLowerCase().match(/[(),!@]|[^\s(),!@]+/g) ?? [];
  const take = (...any: readonly string[]): boolean => {
    const taken = any.includes(words[0] ?? "");
    if (taken) words.shift();
    return taken;
  };
  const either = (): boolean => {
    let holds = both();
    while (take(",", "or")) holds = both() || holds;
    return holds;
  };
  const both = (): boolean => {
    let holds = one();
    while (take("and")) holds = one() && holds;
    return holds;
  };
  const one = (): boolean => {
    take(REQUIRED);
    if (take("!", "not")) return !one();
    if (!take("(")) return known.has(name());
    const holds = either();
    if (!take(")")) throw unreadable(expression);
    return holds;
  };
  const name = (): string => {
    const parts: string[] = [];
    while (words[0] !== undefined && !ENDS.has(words[0])) parts.push(words.shift() ?? "");
    if (parts.length === 0) throw unreadable(expression);
    return parts.join(" ");
  };
  const holds = either();
  if (words.length > 0) throw unreadable(expression);
  return holds;
}

const ENDS = new Set(["(", ")", ",", "!", REQUIRED, "and", "or"]);

const unreadable = (expression: string) =>
  invalid(
    `"${expression}" is no expression of Liquibase's contexts or labels`,
    'write names with "and", "or", "!" and brackets: "(v1 or v2) and !beta"',
  );
