/** A script taken apart into its statements, by PostgreSQL's own grammar: no semicolon in a body or a string misleads it. */

import { loadSplitter } from "./parser.ts";

export interface ScriptStatement {
  readonly sql: string;
  /** Line of the script on which it begins, from 1. */
  readonly line: number;
  /** It begins or ends a transaction by itself. */
  readonly controlsTransaction: boolean;
}

/**
 * The statements of a script, in their order; the whole script as one where it is not SQL to the parser: what is wrong
 * with it the server says best.
 */
export async function statementsOf(script: string): Promise<readonly ScriptStatement[]> {
  const pieces = (await loadSplitter())(script);
  if (pieces === undefined) return script.trim() === "" ? [] : [statementIn("", script)];
  const bytes = Buffer.from(script, "utf8");
  return pieces.map(({ start, length, type }) =>
    statementIn(
      bytes.toString("utf8", 0, start),
      bytes.toString("utf8", start, length === undefined ? undefined : start + length),
      type,
    ),
  );
}

/** @param before what of the script stands before the text */
function statementIn(before: string, text: string, type?: string): ScriptStatement {
  const skipped = leading(text);
  return {
    sql: text.slice(skipped).trimEnd(),
    line: (before + text.slice(0, skipped)).split("\n").length,
    controlsTransaction: type === "TransactionStmt",
  };
}

/** Length of the blanks and comments a text begins with: they belong to a statement, and its line is the one after. */
const leading = (text: string): number =>
  /^(?:\s|--[^\n]*(?:\n|$)|\/\*(?:[^*]|\*(?!\/))*\*\/)*/.exec(text)?.[0].length ?? 0;
