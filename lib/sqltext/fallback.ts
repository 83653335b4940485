/** What stands for a text that the parser cannot read: the text itself, with its white space made even. */

/**
 * First the pieces whose white space says something: a quote or a comment that nothing closes goes on to the end.
 * Then names, so that the `e` of `date'…'` is no escape prefix. White space is what PostgreSQL's scanner takes for it:
 * a no-break space is part of a name.
 */
const PIECES = new RegExp(
  [
    /\$([A-Za-z_\u{80}-\u{10ffff}][\w\u{80}-\u{10ffff}]*)?\$(?:[\s\S]*?\$\1\$|[\s\S]*)/u,
    /[eE]'(?:[^'\\]+|\\[\s\S]|'')*(?:'|\\?$)/u,
    /[A-Za-z_\u{80}-\u{10ffff}][\w$\u{80}-\u{10ffff}]*/u,
    /'[^']*(?:'|$)/u,
    /"[^"]*(?:"|$)/u,
    /--[^\n\r]*[\n\r]?/u,
    /\/\*[\s\S]*/u,
    /(?<space>[ \t\n\r\f\v]+)/u,
  ]
    .map((piece) => piece.source)
    .join("|"),
  "gu",
);

/** The text with each run of white space outside of quotes and comments as one blank, and none at either end. */
export function evenSpace(text: string): string {
  let even = "";
  let at = 0;
  for (const match of text.matchAll(PIECES)) {
    const end = match.index + match[0].length;
    const space = match.groups?.space !== undefined;
    even += text.slice(at, match.index) + (space ? blankAt(match.index, end, text.length) : match[0]);
    at = end;
  }
  return even + text.slice(at);
}

const blankAt = (start: number, end: number, length: number): string => (start === 0 || end === length ? "" : " ");
