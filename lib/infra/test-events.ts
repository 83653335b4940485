/** What the Lambda console offers to everybody of the account who opens the function's Test tab. */

import { aws_eventschemas as eventschemas, type aws_lambda as lambda, Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";

/** The registry that the console reads: once in an account and region, for all functions. */
const REGISTRY = "lambda-testevent-schemas";

/** The payloads of `docs/configuration.md`, by the names that the console shows. */
const EVENTS = { check: {}, "check-quietly": { notify: false }, plan: { action: "plan" } };

/** Properties of `TestEvents`. */
export interface TestEventsProps {
  readonly handler: lambda.IFunction;
}

/** Shareable test events of a function: a check, a check that tells nobody, a plan. */
export class TestEvents extends eventschemas.CfnSchema {
  constructor(scope: Construct, id: string, { handler }: TestEventsProps) {
    const examples = Object.fromEntries(Object.entries(EVENTS).map(([name, value]) => [name, { value }]));
    super(scope, id, {
      registryName: REGISTRY,
      // So the console finds them.
      schemaName: `_${handler.functionName}-schema`,
      type: "OpenApi3",
      content: Stack.of(scope).toJsonString({
        openapi: "3.0.0",
        info: { version: "1.0.0", title: "Event" },
        paths: {},
        components: {
          schemas: {
            Event: {
              type: "object",
              properties: { notify: { type: "boolean" }, full: { type: "boolean" }, action: { type: "string" } },
            },
          },
          examples,
        },
      }),
    });
  }
}
