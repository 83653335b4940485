/** Public entry `driftwatch/cdk`: the constructs. */

export { type Config, type Database, parseConfig, type VpcPlacement } from "./config/config-file.ts";
export { deploymentProblems } from "./config/deployable.ts";
export { readConfig } from "./config/read-config.ts";
export type {
  AlertFormat,
  HealthCheckName,
  IgnoreRule,
  MaintenanceWindow,
  PartitionPolicy,
  ProfileName,
  Severity,
} from "./config/target.ts";
export { DriftwatchError } from "./core/errors.ts";
export { AlertTopic, type AlertTopicProps } from "./infra/alert-topic.ts";
export { DeadLetterQueue } from "./infra/dead-letter-queue.ts";
export { DriftMonitor } from "./infra/drift-monitor.ts";
export {
  DriftMonitorFleet,
  type DriftMonitorFleetProps,
  type FleetMonitorOptions,
} from "./infra/drift-monitor-fleet.ts";
export type {
  AlertTopicOptions,
  DriftMonitorOptions,
  DriftMonitorProps,
  HealthOptions,
} from "./infra/drift-monitor-props.ts";
export { DriftMonitorStack, type DriftMonitorStackProps } from "./infra/drift-monitor-stack.ts";
export { ExpectedSnapshot, type ExpectedSnapshotConfig } from "./infra/expected-snapshot.ts";
export { FleetDashboard, type FleetDashboardProps } from "./infra/fleet-dashboard.ts";
export {
  AcceptFunction,
  DigestFunction,
  type DigestFunctionProps,
  type FleetFunctionProps,
} from "./infra/fleet-function.ts";
export { MonitorEndpoints, type MonitorEndpointsProps } from "./infra/monitor-endpoints.ts";
export {
  type ConnectionOptions,
  type IamConnectionOptions,
  MonitoredDatabase,
  type MonitoredDatabaseConfig,
  type RdsConnectionOptions,
  type SecretConnectionOptions,
  TlsMode,
} from "./infra/monitored-database.ts";
export { SchedulerRole, type SchedulerRoleProps } from "./infra/scheduler-role.ts";
export { type DriftMonitorStacksProps, driftMonitorStacks } from "./infra/stacks.ts";
export { StateBucket, type StateBucketProps } from "./infra/state-bucket.ts";
