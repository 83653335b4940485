/**
 * What a secret says. RDS makes `{username, password}`; its rotation functions and CDK add
 * `{engine, host, port, dbname}` and more, which is ignored.
 */

import { DriftwatchError } from "../core/errors.ts";

export interface Secret {
  readonly username: string;
  readonly password: string;
  readonly host?: string;
  readonly port?: number;
  readonly dbname?: string;
}

/**
 * Reads the text of secret `name`.
 * @throws DriftwatchError `secret-malformed`, naming the field and never what stands there
 */
export function parseSecret(content: string, name: string): Secret {
  const fields = objectIn(content, name);
  const engine = textIn(fields, "engine", name);
  if (engine !== undefined && !/^(aurora-)?postgres(ql)?$/i.test(engine))
    throw malformed(name, 'has an "engine" that is not postgres', "name the secret of a PostgreSQL database");
  const host = textIn(fields, "host", name);
  const port = portIn(fields, name);
  const dbname = textIn(fields, "dbname", name);
  return {
    username: required(fields, "username", name),
    password: required(fields, "password", name),
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(dbname === undefined ? {} : { dbname }),
  };
}

type Fields = Readonly<Record<string, unknown>>;

const SHAPE = 'store it as {"username": "…", "password": "…", "host": "…"}';

function objectIn(content: string, name: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(content.replace(/^\uFEFF/, ""));
  } catch {
    // The parser's own message quotes the secret.
    throw malformed(name, "is not JSON", SHAPE);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw malformed(name, "is not a JSON object", SHAPE);
}

/** A text; null and "" count as absent. */
function textIn(fields: Fields, field: string, name: string): string | undefined {
  const value = Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value === "string") return value;
  throw malformed(name, `has a field "${field}" that is not a text`, "correct the secret");
}

function required(fields: Fields, field: string, name: string): string {
  const value = textIn(fields, field, name);
  if (value !== undefined) return value;
  throw malformed(name, `has no field "${field}"`, SHAPE);
}

/** A number, or the same as text: both are found. */
function portIn(fields: Fields, name: string): number | undefined {
  const value = Object.hasOwn(fields, "port") ? fields.port : undefined;
  if (value === undefined || value === null || value === "") return undefined;
  const port = typeof value === "string" && /^\d+$/.test(value.trim()) ? Number(value) : value;
  if (typeof port === "number" && Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw malformed(name, 'has a field "port" that is no number from 1 to 65535', "correct the secret");
}

const malformed = (name: string, problem: string, remedy: string): DriftwatchError =>
  new DriftwatchError("secret-malformed", `secret ${name} ${problem}`, remedy);
