/** The stacks of `driftwatch.config.json`: one, or as many as the config says. */

import type { StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { Config } from "../config/config-file.ts";
import { shardOf } from "../config/shard.ts";
import { DriftMonitorStack } from "./drift-monitor-stack.ts";

/** Properties of `driftMonitorStacks`. */
export interface DriftMonitorStacksProps extends StackProps {
  /** The config, as `readConfig` returns it. */
  readonly config: Config;
  /**
   * Id of the first stack, and what those of the others begin with.
   * @default "Driftwatch"
   */
  readonly id?: string;
  /**
   * Directory of the built functions.
   * @default - those that come with this package
   */
  readonly handlerDirectory?: string;
}

/**
 * Defines every stack. With one shard all is in one stack; with more, the first has what is shared (bucket, topic,
 * dashboard), and each of the others the databases that the hash of their ids puts there.
 */
export function driftMonitorStacks(scope: Construct, props: DriftMonitorStacksProps): DriftMonitorStack[] {
  const { config, id = "Driftwatch" } = props;
  const { databases, shards } = config;
  if (shards === 1) return [new DriftMonitorStack(scope, id, props)];
  const home = new DriftMonitorStack(scope, id, { ...props, databases: [] });
  const parts = Array.from({ length: shards }, (_, shard) =>
    databases.filter(({ id }) => shardOf(id, shards) === shard),
  );
  return [
    home,
    ...parts.flatMap((part, shard) =>
      part.length === 0
        ? []
        : [new DriftMonitorStack(scope, `${id}-${shard + 1}`, { ...props, home, databases: part })],
    ),
  ];
}
