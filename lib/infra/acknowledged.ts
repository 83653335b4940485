/** What the rules of cdk-nag find here and is meant to be so, with the reason: whoever runs them sees nothing new. */

import { Stack, Validations } from "aws-cdk-lib";
import type { Construct } from "constructs";

/** @param rule such as `AwsSolutions-S1` */
export const acknowledge = (construct: Construct, rule: string, reason: string): void =>
  Validations.of(construct).acknowledge({ id: rule, reason });

/** Resources with a wildcard in a policy, each of which is a finding of its own. */
export function acknowledgeWildcards(construct: Construct, resources: readonly string[], reason: string): void {
  const stack = Stack.of(construct);
  for (const resource of resources)
    acknowledge(construct, `AwsSolutions-IAM5[Resource::${spelled(stack.resolve(resource))}]`, reason);
}

/** As the finding spells it: `<State1C20CC9A.Arn>/orders/*`. */
function spelled(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  const [[name, argument] = ["", ""]] = Object.entries(value);
  if (name === "Fn::Join") return (argument as [string, unknown[]])[1].map(spelled).join("");
  return `<${Array.isArray(argument) ? argument.join(".") : String(argument)}>`;
}
