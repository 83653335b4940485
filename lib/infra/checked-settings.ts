/** What the config file would be refused for, a construct is, too. What is known only after deployment passes. */

import { type aws_scheduler as scheduler, Token } from "aws-cdk-lib";
import { DATABASE_FIELDS } from "../config/database-fields.ts";
import { holdsCertificates } from "../config/deployable.ts";
import { checkedList } from "../config/problem.ts";
import { isTimeZone, parseSchedule } from "../config/schedule.ts";
import { DriftwatchError } from "../core/errors.ts";
import type { DriftMonitorOptions } from "./drift-monitor-props.ts";
import type { MonitoredDatabaseConfig } from "./monitored-database.ts";

/** @throws DriftwatchError `bad-argument` */
export function checkSettings(id: string, options: DriftMonitorOptions, database: MonitoredDatabaseConfig): void {
  const { host, port, databaseName, tls } = database;
  const { renameThreshold, auditTable, ledger, profiles, partitions, health, alertThreshold } = options;
  const schemas = { include: options.includeSchemas, exclude: options.excludeSchemas };
  const all = { host, port, databaseName, renameThreshold, auditTable, ledger, profiles, partitions, health };
  const given = Object.entries({ ...all, alertThreshold, schemas }).filter(([, value]) => isKnown(value));
  checkedList(DATABASE_FIELDS, Object.fromEntries(given), `settings of ${id}`);
  if (isKnown(tls.ca) && !holdsCertificates(tls.ca)) {
    const remedy = "give the text of certificates in PEM, not the path of a file";
    throw new DriftwatchError("bad-argument", `the caBundle of ${id} holds no certificate that can be read`, remedy);
  }
}

/**
 * The longest pause of a schedule; undefined of one that is known only after deployment.
 * @throws DriftwatchError `bad-argument`
 */
export function longestGapMinutes({
  expressionString: text,
  timeZone,
}: scheduler.ScheduleExpression): number | undefined {
  const zone = timeZone?.timezoneName;
  if (isKnown(zone) && !isTimeZone(zone))
    throw new DriftwatchError("bad-argument", `time zone "${zone}"`, "give an IANA time zone such as Europe/Berlin");
  if (!isKnown(text)) return undefined;
  const schedule = parseSchedule(text);
  if (schedule) return schedule.longestGapMinutes;
  const remedy = "give an EventBridge schedule such as cron(0 3 * * ? *) or rate(6 hours)";
  throw new DriftwatchError("bad-argument", `schedule "${text}"`, remedy);
}

const isKnown = <T>(value: T | undefined): value is T => value !== undefined && !Token.isUnresolved(value);
