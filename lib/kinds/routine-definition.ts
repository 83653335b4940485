/** Routines as DDL spells them. */

import type { SqlText } from "../core/canonical.ts";
import { setTo } from "../core/settings.ts";
import { ident, literal, qualified, wellKnown } from "../core/sql.ts";

export type Routine = {
  /** `FUNCTION`, `PROCEDURE` or `WINDOW`. */
  form: string;
  arguments: readonly Argument[];
  returns: string | null;
  language: string;
  /** The source of a string body, byte for byte. */
  source: string | null;
  /** A body that PostgreSQL has parsed: `BEGIN ATOMIC … END` or `RETURN …`. */
  body: SqlText | null;
  /** Link symbol and object file of a C function. */
  library: string | null;
  volatility: string;
  parallel: string;
  strict: boolean;
  securityDefiner: boolean;
  leakproof: boolean;
  cost: string;
  rows: string;
  support: string | null;
  settings: readonly string[];
  /** Types whose values another language gets in a form of its own. */
  transforms: readonly string[];
};
export type Argument = { mode: string; name: string; type: string; default: SqlText | null };
export type At = { schema: string; name: string; arguments: string };

/** With every property: what is not said is as PostgreSQL has it of itself, also of a routine that is replaced. */
export function definition(at: At, spec: Routine): string {
  const procedure = spec.form === "PROCEDURE";
  const parts = [
    `CREATE OR REPLACE ${procedure ? "PROCEDURE" : "FUNCTION"} ${qualified(at.schema, at.name)}(${argumentList(spec)})`,
    spec.returns === null || procedure ? "" : `RETURNS ${spec.returns}`,
    `LANGUAGE ${wellKnown(spec.language)}`,
    spec.transforms.length > 0 ? `TRANSFORM ${spec.transforms.map((type) => `FOR TYPE ${type}`).join(", ")}` : "",
    spec.form === "WINDOW" ? "WINDOW" : "",
    ...(procedure ? [] : [planning(spec)]),
    spec.securityDefiner ? "SECURITY DEFINER" : "",
    ...spec.settings.map(setting),
    spec.body ? spec.body.text : `AS ${source(spec)}`,
  ];
  return parts.filter((part) => part !== "").join("\n");
}

function planning(spec: Routine): string {
  const parts = [
    spec.volatility === "VOLATILE" ? "" : spec.volatility,
    spec.strict ? "STRICT" : "",
    spec.leakproof ? "LEAKPROOF" : "",
    spec.parallel === "UNSAFE" ? "" : `PARALLEL ${spec.parallel}`,
    spec.cost === (["c", "internal"].includes(spec.language) ? "1" : "100") ? "" : `COST ${spec.cost}`,
    ["0", "1000"].includes(spec.rows) ? "" : `ROWS ${spec.rows}`,
    spec.support ? `SUPPORT ${spec.support}` : "",
  ];
  return parts.filter((part) => part !== "").join(" ");
}

const argumentList = (spec: Routine): string =>
  spec.arguments
    .map(({ mode, name, type, default: value }) =>
      [mode === "IN" ? "" : mode, name === "" ? "" : ident(name), type, value ? `DEFAULT ${value.text}` : ""]
        .filter((part) => part !== "")
        .join(" "),
    )
    .join(", ");

function setting(text: string): string {
  const at = text.indexOf("=");
  return setTo(text.slice(0, at), text.slice(at + 1));
}

function source(spec: Routine): string {
  const quoted = (body: string) => {
    let tag = "$routine$";
    while (body.includes(tag)) tag = `${tag.slice(0, -1)}_$`;
    return `${tag}${body}${tag}`;
  };
  const body = quoted(spec.source ?? "");
  return spec.library === null ? body : `${literal(spec.library)}, ${literal(spec.source ?? "")}`;
}
