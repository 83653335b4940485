/** Whether a value is what a JSON Schema says. */

import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
addFormats.default(ajv);

/** What is wrong with a value by the schema in a file; empty when nothing is. */
export function checkedBy(path: string): (value: unknown) => string[] {
  const validate = ajv.compile(JSON.parse(readFileSync(path, "utf8")) as object);
  return (value) =>
    validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
