/** What starts a check beside the schedule. */

import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { deploymentProblems } from "../../lib/config/deployable.ts";
import { parseCheckEvent } from "../../lib/config/events.ts";
import { configTemplate, monitorTemplate } from "./synth.ts";

const plain = { id: "orders", secret: "prod/orders" };
const resources = (database: object): number =>
  Object.keys(configTemplate({ databases: [database] }).toJSON().Resources).length;

describe("a check on request", () => {
  const template = monitorTemplate({ checkOnRequest: true });

  it("answers to events that name the database, or none", () => {
    template.hasResourceProperties("AWS::Events::Rule", {
      EventPattern: {
        "detail-type": ["driftwatch.check-requested"],
        detail: { database: ["orders", { exists: false }] },
      },
      Targets: [Match.objectLike({ Arn: { "Fn::GetAtt": [Match.stringLikeRegexp("ordersHandler"), "Arn"] } })],
    });
  });

  it("may be started by that rule alone", () => {
    template.resourceCountIs("AWS::Lambda::Permission", 1);
    template.hasResourceProperties("AWS::Lambda::Permission", {
      Action: "lambda:InvokeFunction",
      Principal: "events.amazonaws.com",
      SourceArn: { "Fn::GetAtt": [Match.stringLikeRegexp("ordersOnRequest"), "Arn"] },
    });
  });
});

describe("a check on deployment", () => {
  const template = monitorTemplate({ checkOnDeploy: true });

  it("is started when the function has changed, and not waited for", () => {
    template.hasResourceProperties("Custom::Trigger", {
      HandlerArn: { Ref: Match.stringLikeRegexp("ordersHandlerCurrentVersion") },
      InvocationType: "Event",
      ExecuteOnHandlerChange: true,
    });
  });
});

describe("test events", () => {
  it("are kept where the console looks for those of the function", () => {
    const template = configTemplate({ databases: [plain], testEvents: true });
    const [schema] = Object.values(template.findResources("AWS::EventSchemas::Schema"));
    expect(schema?.Properties).toMatchObject({
      RegistryName: "lambda-testevent-schemas",
      SchemaName: { "Fn::Join": ["", ["_", { Ref: expect.stringMatching(/ordersHandler/) }, "-schema"]] },
      Type: "OpenApi3",
    });
    const { openapi, components } = JSON.parse(schema?.Properties.Content);
    expect(openapi).toBe("3.0.0");
    const asked = Object.entries<{ value: unknown }>(components.examples).map(([name, { value }]) => [
      name,
      parseCheckEvent(value),
    ]);
    expect(Object.fromEntries(asked)).toEqual({
      check: { notify: true, full: false, plan: false },
      "check-quietly": { notify: false, full: false, plan: false },
      plan: { notify: false, full: true, plan: true },
    });
  });

  it("are counted, and not made unless asked for", () => {
    configTemplate({ databases: [plain] }).resourceCountIs("AWS::EventSchemas::Schema", 0);
    const many = Array.from({ length: 67 }, (_, n) => ({ id: `n${n}`, secret: "s" }));
    expect(deploymentProblems({ databases: many }, ".")).toEqual([]);
    expect(deploymentProblems({ databases: many, testEvents: true }, ".")).toEqual([
      expect.stringMatching(/^shards: got 1.*536 resources/),
    ]);
  });
});

it("neither is made unless asked for", () => {
  const template = monitorTemplate();
  for (const type of ["AWS::Events::Rule", "Custom::Trigger", "AWS::Lambda::Permission"])
    template.resourceCountIs(type, 0);
});

it("both are counted with what a stack has room for", () => {
  const shared = resources({ ...plain, checkOnDeploy: true }) - resources(plain) - 2;
  // The function and role that CDK invokes from are there once.
  expect(shared).toBe(2);
  expect(resources({ ...plain, checkOnRequest: true }) - resources(plain)).toBe(2);
  const many = Array.from({ length: 53 }, (_, n) => ({ id: `n${n}`, secret: "s", checkOnDeploy: true }));
  expect(deploymentProblems({ databases: many }, ".")).toEqual([
    expect.stringMatching(/^shards: got 1.*477 resources/),
  ]);
});
