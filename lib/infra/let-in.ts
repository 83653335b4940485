/** Rules between security groups, of the stack of those that are let in: what they are let into may be another's. */

import type { aws_ec2 as ec2 } from "aws-cdk-lib";

/** @param port where the other says none */
export function letIn(own: ec2.IConnectable, to: ec2.IConnectable, port: ec2.Port, description: string): void {
  const { securityGroups, defaultPort = port } = to.connections;
  for (const theirs of securityGroups)
    for (const ours of own.connections.securityGroups) {
      // Not Connections.allowTo, which warns of each group of ours that may go anywhere; nor theirs.allowFrom, by which
      // their stack would come to need ours.
      theirs.addIngressRule(ours, defaultPort, description, true);
      ours.addEgressRule(theirs, defaultPort, description, true);
    }
}
