/** Where a text is no JSON, and why: the parser's own message quotes the text, and often does not say where. */

type Needed = "value" | "value or ]" | "key" | "key or }" | ":" | "next" | "end";

const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;

/** `at line 2, column 5: a comma with nothing after it`; null where it is JSON. */
export function jsonFault(text: string): string | null {
  const at = firstFault(text);
  if (at === null) return null;
  const before = text.slice(0, at).trimEnd();
  const isTrailing = before.endsWith(",") && /^[\]}]/.test(text.slice(at));
  const lines = text.slice(0, isTrailing ? before.length - 1 : at).split("\n");
  return `at line ${lines.length}, column ${(lines.at(-1) ?? "").length + 1}${isTrailing ? ": a comma with nothing after it" : reason(text.slice(at))}`;
}

function reason(rest: string): string {
  if (rest === "") return ": the text ends too early";
  if (/^(\/[/*]|#)/.test(rest)) return ": JSON has no comments";
  if (rest.startsWith("'")) return ": JSON takes double quotes";
  return "";
}

function firstFault(text: string): number | null {
  const open: string[] = [];
  let needed: Needed = "value";
  let at = 0;
  for (;;) {
    at = end(SPACE, text, at) ?? at;
    if (at === text.length) return needed === "end" ? null : at;
    const token: string | null = tokenAt(text, at);
    const next: Needed | null = token === null ? null : after(needed, token, open);
    if (token === null || next === null) return at;
    needed = next;
    at += token.length;
  }
}

const end = (pattern: RegExp, text: string, at: number): number | null => {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
};

function tokenAt(text: string, at: number): string | null {
  const character = text.charAt(at);
  if ("{}[]:,".includes(character)) return character;
  const stop = end(STRING, text, at) ?? end(SCALAR, text, at);
  return stop === null ? null : text.slice(at, stop);
}

/** What is needed after a token; null where the token is not what is needed. */
function after(needed: Needed, token: string, open: string[]): Needed | null {
  const isClosing = token === "]" || token === "}";
  if (isClosing) {
    if (needed !== "next" && !needed.endsWith(token)) return null;
    return open.pop() === token ? done(open) : null;
  }
  switch (needed) {
    case "value":
    case "value or ]":
      if (token === ":" || token === ",") return null;
      if (token === "[") return opened("]", "value or ]", open);
      return token === "{" ? opened("}", "key or }", open) : done(open);
    case "key":
    case "key or }":
      return token.startsWith('"') ? ":" : null;
    case ":":
      return token === ":" ? "value" : null;
    case "next":
      if (token !== ",") return null;
      return open.at(-1) === "}" ? "key" : "value";
    case "end":
      return null;
  }
}

const done = (open: readonly string[]): Needed => (open.length === 0 ? "end" : "next");

function opened(closing: string, needed: Needed, open: string[]): Needed {
  open.push(closing);
  return needed;
}
