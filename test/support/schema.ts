/** Whether a value is what a JSON Schema says. */

import { readFileSync } from "node:fs";
import { Ajv, type AnySchemaObject } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const OPTIONS = { allErrors: true, strict: true, allowUnionTypes: true };
const READERS = { "draft-07": new Ajv(OPTIONS), "2020-12": new Ajv2020(OPTIONS) };
for (const ajv of Object.values(READERS)) addFormats.default(ajv);

/** What is wrong with a value by the schema in a file; empty when nothing is. */
export function checkedBy(path: string): (value: unknown) => string[] {
  const schema = JSON.parse(readFileSync(path, "utf8")) as AnySchemaObject;
  const validate = READERS[schema.$schema?.includes("draft-07") ? "draft-07" : "2020-12"].compile(schema);
  return (value) =>
    validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
