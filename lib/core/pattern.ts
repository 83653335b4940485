/** Names with `*` for any text. */

const known = new Map<string, RegExp>();

/** Whether the whole of `text` is like the pattern; upper and lower case differ. */
export function isLike(pattern: string, text: string): boolean {
  if (pattern === "*" || pattern === text) return true;
  if (!pattern.includes("*")) return false;
  const expression = known.get(pattern) ?? expressionOf(pattern);
  known.set(pattern, expression);
  return expression.test(text);
}

const expressionOf = (glob: string): RegExp =>
  new RegExp(`^${glob.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`, "su");
