/** Existing VPCs that functions are placed in, by id: nothing is looked up, so that synthesis needs no account. */

import { Annotations, CfnOutput, aws_ec2 as ec2 } from "aws-cdk-lib";
import { Construct } from "constructs";
import type { VpcPlacement } from "../config/config-file.ts";

/** Where a function runs. */
export interface Placement {
  readonly vpc: ec2.IVpc;
  readonly vpcSubnets: ec2.SubnetSelection;
  readonly securityGroups: ec2.ISecurityGroup[];
}

/** One VPC, and the one security group all functions in it share unless they bring their own. */
export class Network extends Construct {
  private readonly vpc: ec2.IVpc;
  private shared?: ec2.SecurityGroup;

  constructor(scope: Construct, id: string, vpcId: string) {
    super(scope, id);
    // The zones are required, and used for nothing: subnets are given one by one.
    this.vpc = ec2.Vpc.fromVpcAttributes(this, "Vpc", { vpcId, availabilityZones: ["unknown"] });
  }

  /** The place the config asks for. */
  place({ subnetIds, securityGroupIds }: VpcPlacement): Placement {
    return {
      vpc: this.vpc,
      vpcSubnets: { subnets: subnetIds.map((id) => this.once(id, () => this.subnet(id))) },
      securityGroups: securityGroupIds?.map((id) =>
        this.once(id, () => ec2.SecurityGroup.fromSecurityGroupId(this, id, id, { mutable: false })),
      ) ?? [this.sharedGroup()],
    };
  }

  private subnet(id: string): ec2.ISubnet {
    const subnet = ec2.Subnet.fromSubnetId(this, id, id);
    Annotations.of(subnet).acknowledgeWarning("@aws-cdk/aws-ec2:noSubnetRouteTableId", "no route table is used");
    return subnet;
  }

  /** Lambda makes its network interfaces per subnet and set of groups, 250 to a VPC: a group per function runs out. */
  private sharedGroup(): ec2.ISecurityGroup {
    if (!this.shared) {
      this.shared = new ec2.SecurityGroup(this, "Functions", { vpc: this.vpc, description: "Driftwatch checks" });
      const description = "Allow this group into the security groups of the databases";
      new CfnOutput(this, "SecurityGroupId", { value: this.shared.securityGroupId, description });
    }
    return this.shared;
  }

  private once<T extends ec2.ISubnet | ec2.ISecurityGroup>(id: string, create: () => T): T {
    return (this.node.tryFindChild(id) as T | undefined) ?? create();
  }
}
