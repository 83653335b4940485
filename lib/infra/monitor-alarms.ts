/** Which alarms a monitor has. */

import { Annotations, type aws_cloudwatch as cloudwatch } from "aws-cdk-lib";
import { blindHours, DriftAlarm, ErrorsAlarm, NotRunningAlarm, NoVerdictAlarm, silentHours } from "./alarms.ts";
import { NIGHTLY } from "./check-schedule.ts";
import { longestGapMinutes } from "./checked-settings.ts";
import type { DriftMonitor } from "./drift-monitor.ts";
import type { DriftMonitorProps } from "./drift-monitor-props.ts";

/** Undefined: switched off, or nothing to be watched. */
export interface MonitorAlarms {
  readonly drift: cloudwatch.Alarm | undefined;
  readonly errors: cloudwatch.Alarm | undefined;
  readonly notRunning: cloudwatch.Alarm | undefined;
  readonly noVerdict: cloudwatch.Alarm | undefined;
}

/** The alarms that the props ask for, within the monitor. */
export function alarmsOf(monitor: DriftMonitor, props: DriftMonitorProps): MonitorAlarms {
  const { databaseId, handler } = monitor;
  const { runbookUrl = "docs/runbook.md", enabled = true, schedule = NIGHTLY } = props;
  const common = { databaseId, handler, runbookUrl };
  const gap = longestGapMinutes(schedule) ?? Number.POSITIVE_INFINITY;
  return {
    drift: props.driftAlarm
      ? new DriftAlarm(monitor, "DriftAlarm", { ...common, metric: monitor.metricDriftFindings() })
      : undefined,
    errors: (props.errorsAlarm ?? true) ? new ErrorsAlarm(monitor, "ErrorsAlarm", common) : undefined,
    notRunning: (props.notRunningAlarm ?? true) && enabled ? notRunning(monitor, common, gap) : undefined,
    noVerdict:
      props.noVerdictAlarm && enabled && Number.isFinite(gap)
        ? new NoVerdictAlarm(monitor, "NoVerdictAlarm", {
            ...common,
            metric: monitor.metricHoursSinceVerdict(),
            blindHours: blindHours(gap),
          })
        : undefined,
  };
}

function notRunning(
  monitor: DriftMonitor,
  common: Omit<ConstructorParameters<typeof NotRunningAlarm>[2], "silentHours">,
  gap: number,
): NotRunningAlarm | undefined {
  const hours = silentHours(gap);
  if (hours !== undefined) return new NotRunningAlarm(monitor, "NotRunningAlarm", { ...common, silentHours: hours });
  const warning = `no alarm can watch a schedule that pauses for a week, or is known only after deployment: nothing tells when ${common.databaseId} is no longer checked`;
  Annotations.of(monitor).addWarningV2("driftwatch:notRunningAlarm", warning);
  return undefined;
}
