/** What a schema refused, told to a person: `databases[0].port: got "x", allowed is a whole number`. */

import * as z from "zod/mini";
import { DriftwatchError } from "../core/errors.ts";
import { nearest } from "./nearest.ts";

type Path = readonly PropertyKey[];
type Issue = z.core.$ZodIssue;

/** Fields people put secrets into by mistake: what was got is never shown. */
const UNSHOWN = new Set<PropertyKey>(["secret", "urlFromEnv"]);

/** One line per problem. The message of each issue is what is allowed there: schemas are written that way. */
export const problemLines = (error: z.core.$ZodError, schema: z.core.$ZodType, value: unknown): string[] =>
  error.issues.flatMap((issue) => linesOf(issue, schema, value));

function linesOf(issue: Issue, schema: z.core.$ZodType, value: unknown): string[] {
  if (issue.code === "unrecognized_keys") return unknownKeys(issue, schema);
  const meant = issue.code === "invalid_union" ? issue.errors.find(isNear) : undefined;
  if (meant)
    return meant.flatMap((inner) => linesOf({ ...inner, path: [...issue.path, ...inner.path] }, schema, value));
  const got = valueAt(value, issue.path);
  return [misspelled(issue, got) ?? problem(issue.path, got, issue.message)];
}

/** Of what may be one thing or another: whether it is this one, but for something inside it. */
const isNear = (issues: readonly Issue[]): boolean =>
  issues.every(({ code, path }) => path.length > 0 || code === "unrecognized_keys");

/** A word that is close to one of those allowed. */
function misspelled(issue: Issue, got: unknown): string | undefined {
  if (issue.code !== "invalid_value" || typeof got !== "string") return undefined;
  const meant = nearest(got, issue.values.map(String));
  return meant && `${pathText(issue.path)}: got ${shown(issue.path, got)}, did you mean "${meant}"?`;
}

/** One problem: what was got at `path`, and what is allowed. */
export const problem = (path: Path, got: unknown, allowed: string): string =>
  `${pathText(path)}: got ${shown(path, got)}, allowed is ${allowed}`;

/** `databases[0].vpc.subnetIds`; the root is called `top level`. */
export const pathText = (path: Path): string =>
  path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : `${index > 0 ? "." : ""}${String(part)}`))
    .join("") || "top level";

function unknownKeys(issue: Extract<Issue, { code: "unrecognized_keys" }>, schema: z.core.$ZodType): string[] {
  const known = keysAt(schema, issue.path);
  return issue.keys.map((key) => {
    const meant = nearest(key, known);
    const allowed = meant === undefined ? `allowed are ${known.join(", ")}` : `did you mean "${meant}"?`;
    return `${pathText([...issue.path, shorten(key)])}: unknown key, ${allowed}`;
  });
}

function keysAt(schema: z.core.$ZodType, path: Path): string[] {
  let at = schema as z.core.$ZodTypes;
  for (const part of path) {
    at = unwrapped(at);
    const next =
      at._zod.def.type === "array"
        ? at._zod.def.element
        : at._zod.def.type === "object"
          ? at._zod.def.shape[String(part)]
          : undefined;
    if (!next) return [];
    at = next as z.core.$ZodTypes;
  }
  at = unwrapped(at);
  return at._zod.def.type === "object" ? Object.keys(at._zod.def.shape) : [];
}

/** What an optional or an alternative holds that has keys. */
function unwrapped(schema: z.core.$ZodTypes): z.core.$ZodTypes {
  const { def } = schema._zod;
  if (def.type === "optional") return unwrapped(def.innerType as z.core.$ZodTypes);
  if (def.type !== "union") return schema;
  return (def.options.find((option) => option._zod.def.type === "object") ?? schema) as z.core.$ZodTypes;
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (at, part) => (typeof at === "object" && at !== null ? Reflect.get(at, part) : undefined),
    value,
  );

function shown(path: Path, got: unknown): string {
  if (got === undefined) return "nothing";
  if (got === null) return "null";
  if (Array.isArray(got)) return `a list of ${got.length}`;
  if (typeof got === "object") return "an object";
  if (typeof got !== "string") return String(got);
  // A connection string in the wrong field must not put its password on the screen.
  if (got.includes("://") && !got.startsWith("s3://")) return "a URL";
  return path.some((part) => UNSHOWN.has(part)) ? `a text of ${got.length} characters` : JSON.stringify(shorten(got));
}

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text).replaceAll(/\s+/g, " ");

/**
 * A list from code, held against the schema that the config file's would be.
 * @param name what to call it in an error
 * @throws DriftwatchError `bad-argument`
 */
export function checkedList<T>(schema: z.ZodMiniType<T>, value: T, name: string): T {
  const result = z.safeParse(schema, value);
  if (result.success) return value;
  const problems = problemLines(result.error, schema, value).slice(0, 10).join("; ");
  throw new DriftwatchError("bad-argument", `${name}: ${problems}`, "correct it");
}
