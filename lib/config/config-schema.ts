/** What `driftwatch.config.json` may hold. The message of every check is what is allowed there (see `problem.ts`). */

import * as z from "zod/mini";
import { HEALTH_CHECKS } from "../core/health.ts";
import { PROFILE_NAMES } from "../core/profile.ts";
import { SEVERITIES } from "../core/severity.ts";
import { PARTITION_POLICIES } from "../core/snapshot.ts";
import { ALERT_FORMATS } from "../core/topic.ts";
import { IGNORE_RULES } from "./ignore-rule.ts";
import { MAINTENANCE_WINDOWS } from "./maintenance.ts";
import { isRenameThreshold, RENAME_THRESHOLDS } from "./rename-threshold.ts";
import { isTimeZone, parseSchedule } from "./schedule.ts";
import { isDatabaseId, TLS_MODES } from "./target.ts";

const text = (allowed: string) => z.string(allowed).check(z.minLength(1, allowed));
const matching = (pattern: RegExp, allowed: string) => z.string(allowed).check(z.regex(pattern, allowed));
const list = <T extends z.ZodMiniType>(element: T, allowed: string) => z.array(element, allowed);

const PARTITION = "arn:aws[a-z-]*";
const SECRET_NAME = /^[A-Za-z0-9/_+=.@-]{1,512}$/;
const SECRET_ARN = new RegExp(
  `^${PARTITION}:secretsmanager:[a-z0-9-]+:\\d{12}:secret:[A-Za-z0-9/_+=.@-]+-[A-Za-z0-9]{6}$`,
);

const topicArn = matching(
  // Nothing a person reads subscribes to a FIFO topic, so ".fifo" does not match.
  new RegExp(`^${PARTITION}:sns:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,256}$`),
  "the ARN of a standard SNS topic, such as arn:aws:sns:eu-west-1:123456789012:on-call",
);
const topicFormat = `one of ${ALERT_FORMATS.join(", ")}`;
const topic = z.union(
  [
    topicArn,
    z.strictObject({ arn: topicArn, format: z.optional(z.enum(ALERT_FORMATS, topicFormat)) }, "an object with an arn"),
  ],
  "the ARN of a standard SNS topic, or an object with arn and format",
);
const topics = list(topic, "a list of SNS topic ARNs, or of objects with arn and format");
const patterns = list(text("a schema name, or a pattern with *"), "a list of schema names or patterns with *");
const resourceIds = (prefix: string, noun: string) =>
  list(
    matching(new RegExp(`^${prefix}-[0-9a-f]{8,17}$`), `a ${noun} id such as ${prefix}-0123456789abcdef0`),
    `a list of ${noun} ids`,
  );

const idText = "1 to 64 letters and digits, with single hyphens between them";
const port = "a whole number from 1 to 65535";
const profile = `one of ${PROFILE_NAMES.join(", ")}`;
const healthCheck = `one of ${HEALTH_CHECKS.join(", ")}`;
const policy = `one of ${PARTITION_POLICIES.join(", ")}`;
const hours = "a number of hours, at most 8760 (0: never)";
const seconds = "a whole number of seconds from 1 to 120";
const severity = `one of ${SEVERITIES.join(", ")}`;

const secret = z
  .string("the name or ARN of a Secrets Manager secret")
  .check(
    z.refine(
      (value) => (value.startsWith("arn:") ? SECRET_ARN.test(value) : SECRET_NAME.test(value)),
      "the name of a Secrets Manager secret, or its full ARN with the six characters at its end",
    ),
  );

const vpc = z.strictObject(
  {
    id: matching(/^vpc-[0-9a-f]{8,17}$/, "a VPC id such as vpc-0123456789abcdef0"),
    subnetIds: resourceIds("subnet", "subnet").check(
      z.minLength(1, "at least one subnet id: the function is placed there"),
    ),
    availabilityZones: z.optional(list(text("an availability zone"), "a list of availability zones")),
    securityGroupIds: z.optional(
      resourceIds("sg", "security group").check(
        z.minLength(1, "at least one security group id, or no securityGroupIds at all"),
      ),
    ),
  },
  "an object with id and subnetIds",
);

const DATABASE = z.strictObject(
  {
    id: z.string(idText).check(z.refine(isDatabaseId, idText)),
    secret: z.optional(secret),
    host: z.optional(matching(/^[A-Za-z0-9_.:-]{1,255}$/, "a host name or an IP address")),
    port: z.optional(z.int(port).check(z.minimum(1, port), z.maximum(65535, port))),
    databaseName: z.optional(matching(/^[^\0]{1,63}$/, "the name of a database, at most 63 characters")),
    urlFromEnv: z.optional(
      matching(
        /^[A-Za-z_][A-Za-z0-9_]*$/,
        "the NAME of an environment variable (the URL itself stays out of this file)",
      ),
    ),
    tls: z.optional(
      z.strictObject(
        { mode: z.optional(z.enum(TLS_MODES, TLS_MODES.join(" or "))), ca: z.optional(text("the path of a PEM file")) },
        "an object with mode or ca",
      ),
    ),
    vpc: z.optional(vpc),
    schedule: z.optional(
      z
        .string("a schedule")
        .check(
          z.refine(
            (value) => parseSchedule(value) !== undefined,
            "an EventBridge schedule such as cron(0 3 * * ? *) or rate(6 hours)",
          ),
        ),
    ),
    timeZone: z.optional(
      z.string("a time zone").check(z.refine(isTimeZone, "an IANA time zone such as UTC or Europe/Berlin")),
    ),
    schemas: z.optional(
      z.strictObject(
        { include: z.optional(patterns), exclude: z.optional(patterns) },
        "an object with include or exclude",
      ),
    ),
    cluster: z.optional(z.boolean("true or false")),
    profiles: z.optional(list(z.enum(PROFILE_NAMES, profile), `a list of profiles: ${PROFILE_NAMES.join(", ")}`)),
    partitions: z.optional(
      z.record(z.string(), z.enum(PARTITION_POLICIES, policy), "an object of table names, or patterns with *"),
    ),
    health: z.optional(
      z.strictObject(
        {
          off: z.optional(list(z.enum(HEALTH_CHECKS, healthCheck), "a list of health checks")),
          alertThreshold: z.optional(z.enum(SEVERITIES, severity)),
        },
        "an object with off or alertThreshold",
      ),
    ),
    ledger: z.optional(
      matching(/^[^.]{1,63}\.[^.]{1,63}$/, "schema and name of the migration ledger, with a dot between"),
    ),
    auditTable: z.optional(
      matching(
        /^[^.]{1,63}\.[^.]{1,63}$/,
        "schema and name of the table that an audit trigger keeps, with a dot between",
      ),
    ),
    alertTopics: z.optional(topics),
    alertThreshold: z.optional(z.enum(SEVERITIES, severity)),
    ignore: z.optional(IGNORE_RULES),
    maintenance: z.optional(MAINTENANCE_WINDOWS),
    remindAfterHours: z.optional(z.number(hours).check(z.minimum(0, hours), z.maximum(8_760, hours))),
    confirmAfterSeconds: z.optional(z.int(seconds).check(z.minimum(1, seconds), z.maximum(120, seconds))),
    renameThreshold: z.optional(
      z.number(RENAME_THRESHOLDS).check(z.refine((value) => isRenameThreshold(value), RENAME_THRESHOLDS)),
    ),
    expected: z.optional(
      matching(
        /^(s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/.+|(?!.*:\/\/).+)$/,
        "the path of a snapshot file, or s3://bucket/key",
      ),
    ),
    enabled: z.optional(z.boolean("true or false")),
  },
  "an object with an id and a secret",
);

/** The whole file. */
export const CONFIG_SCHEMA = z.strictObject(
  {
    $schema: z.optional(z.string("a URL or path")),
    region: z.optional(matching(/^[a-z]{2}(-[a-z]+)+-\d{1,2}$/, "an AWS region such as eu-west-1")),
    account: z.optional(matching(/^\d{12}$/, "the twelve digits of an AWS account, in quotes")),
    databases: list(DATABASE, "a list of databases").check(z.minLength(1, "at least one database")),
    alertTopics: z.optional(topics),
    ignore: z.optional(IGNORE_RULES),
    tags: z.optional(
      z.record(z.string(), z.string("a text").check(z.maxLength(256, "at most 256 characters")), "an object of texts"),
    ),
  },
  "an object with databases",
);

/** The file as it is written, before defaults. */
export type ConfigEntry = z.infer<typeof CONFIG_SCHEMA>;
/** One database as it is written, before defaults. */
export type DatabaseEntry = z.infer<typeof DATABASE>;
/** Topics as they are written, before defaults. */
export type TopicEntries = readonly z.infer<typeof topic>[];
