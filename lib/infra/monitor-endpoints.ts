/** The ways out of a VPC without NAT: to S3, Secrets Manager and SNS, and nowhere else. */

import { aws_ec2 as ec2 } from "aws-cdk-lib";
import { Construct } from "constructs";
import { letIn } from "./let-in.ts";

/** Properties of `MonitorEndpoints`. */
export interface MonitorEndpointsProps {
  /** The VPC that the monitors run in. */
  readonly vpc: ec2.IVpc;
  /**
   * Subnets of the monitors. An interface endpoint has an address, and a price, in the zone of each.
   * @default - the private ones
   */
  readonly vpcSubnets?: ec2.SubnetSelection;
  /**
   * Whether to make the gateway to S3, where state, snapshots and reports lie. It costs nothing.
   * @default true
   */
  readonly s3?: boolean;
  /**
   * Whether to make the endpoint of Secrets Manager. Where every login is by IAM none is needed.
   * @default true
   */
  readonly secretsManager?: boolean;
  /**
   * Whether to make the endpoint of SNS, where alerts go.
   * @default true
   */
  readonly sns?: boolean;
}

/**
 * What a VPC without NAT lacks. It lets in nobody but those it is told to. A VPC can have one such endpoint for each service:
 * switch off what it has.
 */
export class MonitorEndpoints extends Construct implements ec2.IConnectable {
  /** The security group of the interface endpoints. */
  readonly connections: ec2.Connections;
  /** The gateway to S3. Undefined when switched off. */
  readonly s3?: ec2.GatewayVpcEndpoint;
  /** The endpoint of Secrets Manager. Undefined when switched off. */
  readonly secretsManager?: ec2.InterfaceVpcEndpoint;
  /** The endpoint of SNS. Undefined when switched off. */
  readonly sns?: ec2.InterfaceVpcEndpoint;

  constructor(scope: Construct, id: string, props: MonitorEndpointsProps) {
    super(scope, id);
    const { vpc } = props;
    const { subnets } = vpc.selectSubnets(props.vpcSubnets);
    const perZone = { subnets: oneOfEachZone(subnets) };
    const description = "Driftwatch: endpoints of AWS";
    const group = new ec2.SecurityGroup(this, "SecurityGroup", { vpc, description, allowAllOutbound: false });
    this.connections = new ec2.Connections({ securityGroups: [group], defaultPort: ec2.Port.tcp(443) });
    const to = (name: string, service: ec2.IInterfaceVpcEndpointService) =>
      new ec2.InterfaceVpcEndpoint(this, name, {
        vpc,
        service,
        subnets: perZone,
        securityGroups: [group],
        open: false,
      });
    if (props.s3 ?? true) {
      const service = ec2.GatewayVpcEndpointAwsService.S3;
      this.s3 = new ec2.GatewayVpcEndpoint(this, "S3", { vpc, service, subnets: [{ subnets }] });
    }
    if (props.secretsManager ?? true)
      this.secretsManager = to("SecretsManager", ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER);
    if (props.sns ?? true) this.sns = to("Sns", ec2.InterfaceVpcEndpointAwsService.SNS);
  }

  /** Lets the functions of `monitor` in. */
  allowFrom(monitor: ec2.IConnectable): void {
    letIn(monitor, this, ec2.Port.tcp(443), "Driftwatch check");
  }
}

/** EC2 refuses an interface endpoint with two subnets of one zone. */
function oneOfEachZone(subnets: readonly ec2.ISubnet[]): ec2.ISubnet[] {
  const zones = new Set<string>();
  return subnets.filter((subnet) => {
    const zone = zoneOf(subnet);
    if (zone === undefined) return true;
    return zones.size < zones.add(zone).size;
  });
}

/** One that is known by its id alone throws when it is asked. */
function zoneOf(subnet: ec2.ISubnet): string | undefined {
  try {
    return subnet.availabilityZone;
  } catch {
    return undefined;
  }
}
