/** What the tests of the constructs share: an app with the flags of `cdk.json`, and a function that is built. */

import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App, Stack, aws_secretsmanager as secretsmanager } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { inject } from "vitest";
import { DriftMonitor, type DriftMonitorProps, MonitoredDatabase } from "../../lib/cdk.ts";
import { parseConfig } from "../../lib/config/config-file.ts";
import { DriftMonitorStack } from "../../lib/infra/drift-monitor-stack.ts";

/** A directory for whatever a test file writes. */
export const scratch = mkdtempSync(join(inject("scratch"), "infra-"));

/** A directory that holds a built function, as far as synthesis can tell. */
export const handlerDirectory = join(scratch, "handler");
mkdirSync(handlerDirectory);
writeFileSync(join(handlerDirectory, "index.mjs"), "export const handler = () => undefined;\n");

const { context } = JSON.parse(readFileSync("cdk.json", "utf8")) as { context: Record<string, unknown> };

/** An app as `cdk synth` would run it. */
export const newApp = (): App => new App({ context, outdir: mkdtempSync(join(scratch, "out-")) });

/** The stack of a config. */
export function configStack(config: object, path = "driftwatch.config.json"): DriftMonitorStack {
  return new DriftMonitorStack(newApp(), "Driftwatch", {
    config: parseConfig(JSON.stringify(config), path),
    handlerDirectory,
  });
}

/** The template of a config. */
export const configTemplate = (config: object, path?: string): Template =>
  Template.fromStack(configStack(config, path));

type MonitorOptions = Partial<DriftMonitorProps>;

/** A monitor of `orders` in a stack of the test. */
export function monitorIn(stack: Stack, options: MonitorOptions = {}): DriftMonitor {
  const secret = secretsmanager.Secret.fromSecretNameV2(stack, "Secret", "prod/orders");
  const database = MonitoredDatabase.fromSecret(secret);
  return new DriftMonitor(stack, "orders", { database, handlerDirectory, ...options });
}

/** The template of a stack with one monitor and whatever its options make. */
export function monitorTemplate(options: MonitorOptions | ((stack: Stack) => MonitorOptions) = {}): Template {
  const stack = new Stack(newApp(), "Test");
  monitorIn(stack, typeof options === "function" ? options(stack) : options);
  return Template.fromStack(stack);
}

/** The target in the function's environment. CDK adds functions of its own to some templates. */
export function targetText(from: Template): string {
  const functions = Object.values(from.findResources("AWS::Lambda::Function")).map(({ Properties }) => Properties);
  return flat(functions.find(({ Environment }) => Environment)?.Environment.Variables.DRIFTWATCH_TARGET);
}

/** A statement of a policy as the template holds it. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
  readonly Principal?: unknown;
}

/** All statements of the inline policies of the one role whose description matches. */
export function roleStatements(template: Template, description: RegExp): Statement[] {
  const roles = Object.values(template.findResources("AWS::IAM::Role")).filter(({ Properties }) =>
    description.test(Properties.Description),
  );
  if (roles.length !== 1) throw new Error(`${roles.length} roles match ${description}`);
  return roles[0]!.Properties.Policies.flatMap(
    (policy: { PolicyDocument: { Statement: Statement[] } }) => policy.PolicyDocument.Statement,
  );
}

/** An intrinsic as text, good enough to compare: `<State.Arn>/orders/*`. Logical ids lose their hash. */
export function flat(value: unknown): string {
  if (typeof value === "string") return value;
  const [[name, argument]] = Object.entries(value as Record<string, unknown>) as [[string, unknown]];
  if (name === "Fn::Join") return (argument as [string, unknown[]])[1].map(flat).join("");
  const path = name === "Fn::GetAtt" ? (argument as string[]).join(".") : String(argument);
  return `<${path.replace(/[0-9A-F]{8}(?=\.|$)/, "")}>`;
}

/** The same, as what is allowed or denied on what. */
export const allowed = (template: Template, description: RegExp) =>
  roleStatements(template, description).map(({ Effect, Action, Resource, Condition }) => ({
    effect: Effect,
    actions: [Action].flat(),
    resources: [Resource].flat().map(flat),
    ...(Condition === undefined ? {} : { condition: Condition }),
  }));
