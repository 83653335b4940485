/** The JSON Schemas in docs/schemas, made from one definition each. */

import * as z from "zod/mini";
import { CONFIG_SCHEMA } from "../../../lib/config/config-schema.ts";
import { ALERT } from "./alert.ts";
import { PLAN, PLAN_INDEX } from "./plan.ts";
import { COMPARISON, REPORT } from "./report.ts";

const TITLES = {
  "report.v2": "What a check found: driftwatch check --format json, and the reports in the state bucket",
  "comparison.v1": "What driftwatch diff --format json says",
  "alert.v1": "The body of an alert for a topic with the format json",
  "plan.v1": "A plan: driftwatch plan --format json, and the .plan.json files",
  "plans.v1": "The index of a directory of plans: plans.json",
  "config.v1": "driftwatch.config.json",
} as const;

/** Nothing but what they name is in what we write; whoever reads it is to be more patient. */
export const DEFINITIONS = {
  "report.v2": REPORT,
  "comparison.v1": COMPARISON,
  "alert.v1": ALERT,
  "plan.v1": PLAN,
  "plans.v1": PLAN_INDEX,
  "config.v1": CONFIG_SCHEMA,
};

export type Published = keyof typeof TITLES;
export const PUBLISHED = Object.keys(TITLES) as Published[];

export const pathOf = (name: Published): string => `docs/schemas/${name}.json`;

export function schemaText(name: Published): string {
  const schema = name === "config.v1" ? configSchema() : outputSchema(DEFINITIONS[name]);
  return `${JSON.stringify({ title: TITLES[name], ...schema }, null, 2)}\n`;
}

/** Editors know draft 7 best; what is no key of the file is refused there as it is by us. */
const configSchema = () => z.toJSONSchema(CONFIG_SCHEMA, { target: "draft-7", io: "input" });

const outputSchema = (definition: z.ZodMiniType) =>
  z.toJSONSchema(definition, {
    override: ({ jsonSchema }) => {
      // A later version may say more without being another format.
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      if (jsonSchema.format === "date-time") delete jsonSchema.pattern;
    },
  });
