/** The endpoints that a VPC without NAT needs. */

import { aws_ec2 as ec2, Stack } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { MonitorEndpoints } from "../../lib/cdk.ts";
import { flat, monitorIn, monitorTemplate, newApp } from "./synth.ts";

const env = { account: "123456789012", region: "eu-west-1" };

describe("the endpoints of a VPC without NAT", () => {
  const isolated = (props: object = {}) => {
    const stack = new Stack(newApp(), "Test");
    const vpc = new ec2.Vpc(stack, "Vpc", {
      ...{ maxAzs: 2, natGateways: 0, restrictDefaultSecurityGroup: false },
      subnetConfiguration: [{ name: "data", subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
    });
    const monitor = monitorIn(stack, { vpc });
    const endpoints = new MonitorEndpoints(stack, "Endpoints", { vpc, ...props });
    endpoints.allowFrom(monitor);
    return { endpoints, template: Template.fromStack(stack) };
  };
  const services = (template: Template) =>
    Object.values(template.findResources("AWS::EC2::VPCEndpoint"))
      .map(({ Properties: { VpcEndpointType: type, ServiceName: name } }) => `${type} ${flat(name)}`)
      .sort();

  it("lead to S3, Secrets Manager and SNS, from the monitors and from nothing else", () => {
    const { template } = isolated();
    expect(services(template)).toEqual([
      "Gateway com.amazonaws.<AWS::Region>.s3",
      "Interface com.amazonaws.<AWS::Region>.secretsmanager",
      "Interface com.amazonaws.<AWS::Region>.sns",
    ]);
    template.hasResourceProperties("AWS::EC2::VPCEndpoint", {
      VpcEndpointType: "Gateway",
      RouteTableIds: [{ Ref: Match.stringLikeRegexp("dataSubnet1") }, { Ref: Match.stringLikeRegexp("dataSubnet2") }],
    });
    const [, ...more] = Object.values(template.findResources("AWS::EC2::SecurityGroupIngress"));
    expect(more).toEqual([]);
    template.hasResourceProperties("AWS::EC2::SecurityGroupIngress", {
      ...{ FromPort: 443, ToPort: 443, IpProtocol: "tcp" },
      SourceSecurityGroupId: { "Fn::GetAtt": [Match.stringLikeRegexp("^ordersHandlerSecurityGroup"), "GroupId"] },
      GroupId: { "Fn::GetAtt": [Match.stringLikeRegexp("^EndpointsSecurityGroup"), "GroupId"] },
    });
    template.hasResourceProperties("AWS::EC2::SecurityGroup", {
      GroupDescription: "Driftwatch: endpoints of AWS",
      SecurityGroupIngress: Match.absent(),
    });
  });

  it("have one subnet of each zone, and the gateway the routes of all", () => {
    const stack = new Stack(newApp(), "Test", { env });
    const subnetConfiguration = ["data", "cache"].map((name) => ({
      ...{ name, subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    }));
    const vpc = new ec2.Vpc(stack, "Vpc", {
      ...{ natGateways: 0, restrictDefaultSecurityGroup: false, subnetConfiguration },
      availabilityZones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
    });
    new MonitorEndpoints(stack, "Endpoints", { vpc });
    const known = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"].map((id) =>
      ec2.Subnet.fromSubnetId(stack, id, id),
    );
    new MonitorEndpoints(stack, "Named", { vpc, s3: false, sns: false, vpcSubnets: { subnets: known } });
    const made = Object.values(Template.fromStack(stack).findResources("AWS::EC2::VPCEndpoint")).map(
      ({ Properties }) => (Properties.SubnetIds ?? Properties.RouteTableIds).length,
    );
    expect(made).toEqual([6, 3, 3, 2]);
  });

  it("are left out one by one where the VPC has them", () => {
    expect(services(isolated({ s3: false, secretsManager: false }).template)).toEqual([
      "Interface com.amazonaws.<AWS::Region>.sns",
    ]);
    const { endpoints } = isolated({ sns: false });
    expect([endpoints.sns, endpoints.s3?.vpcEndpointId, endpoints.secretsManager?.vpcEndpointId]).toEqual([
      undefined,
      expect.any(String),
      expect.any(String),
    ]);
  });

  it("are made by nobody who has not asked for them", () => {
    monitorTemplate((stack) => ({ vpc: new ec2.Vpc(stack, "Vpc") })).resourceCountIs("AWS::EC2::VPCEndpoint", 0);
  });
});
