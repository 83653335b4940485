/** Other people's scripts for psql, as statements: even where some of them are no SQL. */

/** Statements without comments, psql's own commands and the rows of COPY. */
export function statementsIn(script: string): string[] {
  const found: string[] = [];
  let [statement, at, atomic] = ["", 0, 0];
  const text = withoutCommands(script);
  while (at < text.length) {
    const piece = pieceAt(text, at, statement);
    at += piece.length;
    if (/^(--|\/\*)/.test(piece)) statement += " ";
    else if (piece === ";" && atomic === 0 && isWhole(statement)) {
      found.push(statement.trim());
      statement = "";
    } else {
      // The body of a routine in standard SQL holds statements of its own.
      if (/^atomic$/i.test(piece) && /\bbegin\s+$/i.test(statement)) atomic = 1;
      else if (atomic > 0) atomic += /^case$/i.test(piece) ? 1 : /^end$/i.test(piece) ? -1 : 0;
      statement += piece;
    }
  }
  return [...found, statement.trim()].filter((each) => each !== "");
}

function withoutCommands(script: string): string {
  let inRows = false;
  const kept = script.split("\n").filter((line) => {
    const isRow = inRows;
    if (isRow) inRows = line !== "\\.";
    else inRows = /^\s*copy\b.*\bfrom\s+stdin\b/i.test(line);
    return !isRow && !inRows && !line.startsWith("\\");
  });
  return kept.map((line) => line.replace(/\\(g|gset|gexec|gdesc|gx|;).*$/, ";")).join("\n");
}

/** A comment, a quoted text, a word, or one character. */
function pieceAt(text: string, at: number, before: string): string {
  const rest = text.slice(at, at + 100_000);
  const patterns = [
    /^--[^\n]*/,
    /^\/\*[\s\S]*?\*\//,
    /e$/i.test(before) ? /^'(?:[^'\\]|\\[\s\S]|'')*'?/ : /^'(?:[^']|'')*'?/,
    /^"[^"]*"?/,
    /^(\$(?:[A-Za-z_]\w*)?\$)[\s\S]*?\1/,
    /^\w+/,
  ];
  for (const pattern of patterns) {
    const [piece] = pattern.exec(rest) ?? [];
    if (piece) return piece;
  }
  return rest[0] ?? "";
}

/** A rule may hold several statements between parentheses. */
const isWhole = (statement: string): boolean =>
  !/\brule\b/i.test(statement) || count(statement, "(") === count(statement, ")");

const count = (text: string, letter: string): number => text.split(letter).length - 1;
