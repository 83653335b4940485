/** The app of a config, synthesised before one judge: `cdk`, its own validator, or `nag`, the AwsSolutions pack. */

import { readFileSync } from "node:fs";
import { App, aws_ec2 as ec2, Stack, aws_sqs as sqs, Validations } from "aws-cdk-lib";
import { parseConfig } from "../../lib/config/config-file.ts";
import { MonitorEndpoints } from "../../lib/infra/monitor-endpoints.ts";
import { driftMonitorStacks } from "../../lib/infra/stacks.ts";

// Named at run time: the pack is installed for this look only.
const { AwsSolutionsChecks } = (await import(String("cdk-nag"))) as {
  AwsSolutionsChecks: new (app: App, options: object) => Parameters<Validations["addPlugins"]>[0];
};
const [, , judge, config = "", control] = process.argv;
const { context } = JSON.parse(readFileSync("cdk.json", "utf8")) as { context: Record<string, unknown> };
const app = new App({ context, builtinCloudFormationValidation: judge === "cdk" });
driftMonitorStacks(app, { config: parseConfig(readFileSync(config, "utf8"), config) });
const network = new Stack(app, "Network");
const vpc = ec2.Vpc.fromVpcAttributes(network, "Vpc", {
  ...{ vpcId: "vpc-0123456789abcdef0", availabilityZones: ["eu-west-1a"] },
  isolatedSubnetIds: ["subnet-0123456789abcdef0"],
  isolatedSubnetRouteTableIds: ["rtb-0123456789abcdef0"],
});
const monitors = new ec2.SecurityGroup(network, "Monitors", { vpc, description: "Driftwatch checks" });
new MonitorEndpoints(network, "Endpoints", { vpc }).allowFrom(monitors);
// What both judges must see: a queue without TLS, with a property that there is not.
if (control) new sqs.CfnQueue(new Stack(app, "Control"), "Queue").addPropertyOverride("Colour", "red");
if (judge === "nag") Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
app.synth();
