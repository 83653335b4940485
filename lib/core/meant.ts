/** A statement that says the same to whoever reads it: to a server under any settings, and to psql. */

const WORD = "[A-Za-z_\\u0080-\\u{10ffff}]";
const WORDS = "[\\w$\\u0080-\\u{10ffff}]*";

/**
 * What a statement is made of, as far as a quote, a backslash or a colon may stand in it: names, bodies between dollars,
 * strings with escapes, other strings, comments, words, and what is written with a colon.
 */
const PIECES = new RegExp(
  [
    '"(?:[^"]|"")*"',
    `\\$((?:${WORD}[\\w\\u0080-\\u{10ffff}]*)?)\\$[\\s\\S]*?\\$\\1\\$`,
    "[eE]'(?:[^'\\\\]|''|\\\\[\\s\\S])*'",
    "(?<plain>'(?:[^']|'')*')",
    "--[^\\n]*",
    "/\\*[\\s\\S]*?\\*/",
    `${WORD}${WORDS}`,
    "::|:=",
    `(?<colon>:)(?=[\\w"'{\\u0080-\\u{10ffff}])`,
  ].join("|"),
  "gu",
);

/**
 * PostgreSQL prints strings for `standard_conforming_strings = on`: where it is off, a backslash in one takes the quote
 * behind it along, and what was text is run. And psql takes what stands behind the colon of `list[1:"USER"]` for one of
 * its variables. So a string with a backslash becomes one with escapes, and such a colon stands apart.
 * @param sql a statement of ours, with what a server printed under our session's settings
 */
export function asMeant(sql: string): string {
  if (!sql.includes("\\") && !/(?<!:):(?![:=\s])/.test(sql)) return sql;
  return sql.replaceAll(PIECES, (piece, ...rest) => {
    const [offset, , { plain, colon }] = rest.slice(-3) as [
      number,
      string,
      Readonly<Record<string, string | undefined>>,
    ];
    if (colon) return ": ";
    if (!plain?.includes("\\")) return piece;
    const apart = /[\w$]/.test(sql[offset - 1] ?? " ") ? " " : "";
    return `${apart}E${plain.replaceAll("\\", "\\\\")}`;
  });
}
