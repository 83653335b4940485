/** docs/configuration.md names every field of the config, at every level. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "../architecture/source.ts";

interface Schema {
  readonly properties?: Record<string, Schema>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly additionalProperties?: Schema | boolean;
  readonly $ref?: string;
  readonly $defs?: Record<string, Schema>;
  readonly definitions?: Record<string, Schema>;
}

/** Every path of fields: `databases.health.off`. */
function* fieldsOf(schema: Schema, path = ""): Iterable<string> {
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const own = path === "" ? name : `${path}.${name}`;
    yield own;
    yield* fieldsOf(field, own);
  }
  const { additionalProperties: others } = schema;
  const parts = [
    schema.items,
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
    typeof others === "object" ? others : undefined,
  ];
  for (const part of parts) if (part) yield* fieldsOf(part, path);
}

const schema = JSON.parse(readFileSync(join(ROOT, "docs/schemas/config.v1.json"), "utf8")) as Schema;
const page = readFileSync(join(ROOT, "docs/configuration.md"), "utf8");

it("is about a config that has fields, and fields in them", () => {
  const fields = [...fieldsOf(schema)];
  expect(fields).toEqual(expect.arrayContaining(["databases", "databases.id", "databases.health.off"]));
});

it("names each field", () => {
  const missing = [...new Set(fieldsOf(schema))].filter((field) => {
    const name = field.slice(field.lastIndexOf(".") + 1);
    return !new RegExp(`[\`".]${name.replaceAll("$", "\\$")}[\`".\\[]`).test(page);
  });
  expect(missing).toEqual([]);
});
