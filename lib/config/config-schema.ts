/** What `driftwatch.config.json` may hold. The message of every check is what is allowed there (see `problem.ts`). */

import * as z from "zod/mini";
import { HEALTH_CHECKS } from "../core/health.ts";
import { PROFILE_NAMES } from "../core/profile.ts";
import { SEVERITIES } from "../core/severity.ts";
import { PARTITION_POLICIES } from "../core/snapshot.ts";
import { IGNORE_RULES } from "./ignore-rule.ts";
import { KEY } from "./key-schema.ts";
import { MAINTENANCE_WINDOWS } from "./maintenance.ts";
import { isRenameThreshold, LOWEST_RENAME_THRESHOLD, RENAME_THRESHOLDS } from "./rename-threshold.ts";
import { isTimeZone, parseSchedule } from "./schedule.ts";
import { ID_PATTERN, isDatabaseId, TLS_MODES } from "./target.ts";
import { type TOPIC, TOPICS } from "./topic-schema.ts";

const text = (allowed: string) => z.string(allowed).check(z.minLength(1, allowed));
const matching = (pattern: RegExp, allowed: string) => z.string(allowed).check(z.regex(pattern, allowed));
const list = <T extends z.ZodMiniType>(element: T, allowed: string) => z.array(element, allowed);

/** A field that may be left out, with what editors show beside it. */
const field = <T extends z.ZodMiniType>(schema: T, description: string, more: z.core.GlobalMeta = {}) =>
  z.optional(schema.check(z.meta({ ...more, description })) as T);

const PARTITION = "arn:aws[a-z-]*";
// A secret that a service made and manages, such as RDS, begins with its name and `!`; nobody else may use that sign.
const SECRET = "(?:[a-z][a-z0-9-]*!)?[A-Za-z0-9/_+=.@-]+";
const SECRET_NAME = new RegExp(`^(?=.{1,512}$)${SECRET}$`);
const SECRET_ARN = new RegExp(`^${PARTITION}:secretsmanager:[a-z0-9-]+:\\d{12}:secret:${SECRET}-[A-Za-z0-9]{6}$`);

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
const shards = "a whole number from 1 to 100";
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

const tls = z.strictObject(
  {
    mode: field(z.enum(TLS_MODES, TLS_MODES.join(" or ")), "verify-full checks certificate and host name", {
      default: "verify-full",
    }),
    ca: field(text("the path of a PEM file"), "PEM file to trust instead of the RDS and Amazon authorities"),
  },
  "an object with mode or ca",
);

const schemas = z.strictObject(
  {
    include: field(patterns, "Schemas to watch, as patterns with *. Default: all"),
    exclude: field(patterns, "Schemas not to watch; wins over include"),
  },
  "an object with include or exclude",
);

const health = z.strictObject(
  {
    off: field(list(z.enum(HEALTH_CHECKS, healthCheck), "a list of health checks"), "Checks that are not made"),
    alertThreshold: field(z.enum(SEVERITIES, severity), "The mildest severity worth an alert. Default: none is"),
  },
  "an object with off or alertThreshold",
);

const schedule = z
  .string("a schedule")
  .check(
    z.refine(
      (value) => parseSchedule(value) !== undefined,
      "an EventBridge schedule such as cron(0 3 * * ? *) or rate(6 hours)",
    ),
  );

const iam = z.strictObject(
  {
    user: text("the name of a PostgreSQL user"),
    resourceId: matching(
      /^(db|cluster|prx)-[A-Za-z0-9]{6,64}$/,
      "the resource id of the instance, cluster or proxy: db-…, cluster-… or prx-…",
    ),
  },
  "an object with user and resourceId",
);

const identity = {
  id: z
    .string(idText)
    .check(
      z.refine(isDatabaseId, idText),
      z.meta({ description: `Names its storage keys, its metric and its function: ${idText}`, pattern: ID_PATTERN }),
    ),
  secret: field(secret, "Name or full ARN of the Secrets Manager secret with its login", {
    examples: ["prod/orders/monitor"],
  }),
  secretKey: field(KEY, "ARN of the customer key of the secret. Default: it has none"),
  iam: field(iam, "Instead of a secret: the user that logs in by IAM, and the resource id of its database; needs host"),
  host: field(
    matching(/^[A-Za-z0-9_.:-]{1,255}$/, "a host name or an IP address"),
    "Overrides the secret's; required where it has none (RDS-managed secrets hold user and password only)",
  ),
  port: field(z.int(port).check(z.minimum(1, port), z.maximum(65535, port)), "Overrides the secret's; else 5432"),
  databaseName: field(
    matching(/^[^\0]{1,63}$/, "the name of a database, at most 63 characters"),
    "Overrides the secret's dbname; else postgres",
  ),
  urlFromEnv: field(
    matching(/^[A-Za-z_][A-Za-z0-9_]*$/, "the NAME of an environment variable (the URL itself stays out of this file)"),
    "Name of an environment variable with a postgres:// URL, for checks without AWS. Default: DRIFTWATCH_URL_<ID>",
  ),
  tls: field(tls, "How the connection is protected"),
  vpc: field(vpc, "Where the function runs; its subnets need a way to the database, Secrets Manager, S3 and SNS"),
};

const watching = {
  schedule: field(schedule, "An EventBridge Scheduler expression", {
    default: "cron(0 3 * * ? *)",
    examples: ["cron(0 3 * * ? *)", "rate(6 hours)"],
    pattern: "^(cron|rate|at)\\(.+\\)$",
  }),
  timeZone: field(
    z.string("a time zone").check(z.refine(isTimeZone, "an IANA time zone such as UTC or Europe/Berlin")),
    "IANA time zone the schedule is read in",
    { default: "UTC", examples: ["Europe/Berlin"] },
  ),
  schemas: field(schemas, "Which schemas are watched"),
  cluster: field(
    z.boolean("true or false"),
    "Compare also roles, their memberships and settings. Ask for it in one database of a cluster only",
    { default: false },
  ),
  profiles: field(
    list(z.enum(PROFILE_NAMES, profile), `a list of profiles: ${PROFILE_NAMES.join(", ")}`),
    "What of tools and of the platform is left out. Default: all",
  ),
  partitions: field(
    z.record(z.string(), z.enum(PARTITION_POLICIES, policy), "an object of table names, or patterns with *"),
    "What is done with partitions, by the name of their table or a pattern with *",
  ),
  health: field(health, "Health checks, and what of them is worth an alert"),
  ledger: field(
    matching(/^[^.]{1,63}\.[^.]{1,63}$/, "schema and name of the migration ledger, with a dot between"),
    "Where the migration tool keeps what it has run. Default: found by its name",
  ),
  auditTable: field(
    matching(
      /^[^.]{1,63}\.[^.]{1,63}$/,
      "schema and name of the table that an audit trigger keeps, with a dot between",
    ),
    "Where an event trigger keeps who changed the schema. Default: found by its columns",
  ),
  expected: field(
    matching(
      /^(s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/.+|(?!.*:\/\/).+)$/,
      "the path of a snapshot file, or s3://bucket/key",
    ),
    "The expected snapshot: a file, or s3://bucket/key. Default: what was accepted, in the monitor's own bucket",
  ),
  expectedKey: field(KEY, "ARN of the customer key of the bucket that expected names. Default: it has none"),
  checkOnDeploy: field(
    z.boolean("true or false"),
    "Whether a check starts at the end of each deployment that changes the monitor or what it expects",
    { default: false },
  ),
  checkOnRequest: field(
    z.boolean("true or false"),
    "Whether a check starts when an event of the type driftwatch.check-requested asks for it",
    { default: false },
  ),
  enabled: field(z.boolean("true or false"), "Whether the schedule runs", { default: true }),
};

const alarms = z.strictObject(
  {
    drift: field(z.boolean("true or false"), "While the schema has drifted: for pagers that want a state", {
      default: false,
    }),
    errors: field(z.boolean("true or false"), "When the last check failed", { default: true }),
    notRunning: field(z.boolean("true or false"), "When no check has started for too long", { default: true }),
    noVerdict: field(z.boolean("true or false"), "When checks run and come to no verdict for more than a day", {
      default: false,
    }),
  },
  "an object with drift, errors, notRunning or noVerdict",
);

const telling = {
  alertTopics: field(TOPICS, "The topics for alerts about this database. Default: those of the file"),
  alarms: field(alarms, "CloudWatch alarms: each costs some 0.10 USD a month"),
  alertThreshold: field(z.enum(SEVERITIES, severity), "The mildest severity worth an alert", { default: "low" }),
  ignore: field(IGNORE_RULES, "Findings that are hidden, and why"),
  maintenance: field(MAINTENANCE_WINDOWS, "When nobody is told"),
  remindAfterHours: field(
    z.number(hours).check(z.minimum(0, hours), z.maximum(8_760, hours)),
    "Hours after which people are told again of an incident; 0: never",
    { default: 24 },
  ),
  confirmAfterSeconds: field(
    z.int(seconds).check(z.minimum(1, seconds), z.maximum(120, seconds)),
    "Seconds to wait before drift that is new is looked at once more. Default: it is told at once",
  ),
  renameThreshold: field(
    z.number(RENAME_THRESHOLDS).check(
      z.refine((value) => isRenameThreshold(value), RENAME_THRESHOLDS),
      z.meta({ minimum: LOWEST_RENAME_THRESHOLD, maximum: 1 }),
    ),
    "From which score on a removed and an added object are read as one that was renamed",
    { default: 0.72 },
  ),
};

export const DATABASE = z.strictObject({ ...identity, ...watching, ...telling }, "an object with an id and a secret");

/** The whole file. */
export const CONFIG_SCHEMA = z.strictObject(
  {
    $schema: field(z.string("a URL or path"), "Where this schema lies: for editors"),
    region: field(
      matching(/^[a-z]{2}(-[a-z]+)+-\d{1,2}$/, "an AWS region such as eu-west-1"),
      "Region of the stack. Default: that of the profile",
    ),
    account: field(
      matching(/^\d{12}$/, "the twelve digits of an AWS account, in quotes"),
      "Account of the stack. Default: that of the profile",
    ),
    databases: list(DATABASE, "a list of databases").check(
      z.minLength(1, "at least one database"),
      z.meta({ description: "The databases to watch" }),
    ),
    alertTopics: field(TOPICS, "The topics for alerts. Default: the stack makes one"),
    ignore: field(IGNORE_RULES, "Findings that are hidden in every database, and why"),
    shards: field(
      z.int(shards).check(z.minimum(1, shards), z.maximum(100, shards)),
      "How many stacks share the databases, by a hash of their ids: one for each forty. Raising it moves some of them",
      { default: 1 },
    ),
    digest: field(schedule, "When all databases are told of at once, grouped by their schema. Default: never", {
      examples: ["cron(0 7 ? * MON *)"],
    }),
    dashboard: field(z.boolean("true or false"), "Whether a CloudWatch dashboard shows all databases", {
      default: true,
    }),
    testEvents: field(
      z.boolean("true or false"),
      "Whether the Lambda console offers a check, a quiet check and a plan as shareable test events",
      { default: false },
    ),
    encryptionKey: field(
      KEY,
      "Customer key for the bucket and for the topic that the stack makes. Default: S3's own, and a new key",
    ),
    tags: field(
      z.record(z.string(), z.string("a text").check(z.maxLength(256, "at most 256 characters")), "an object of texts"),
      "Put on every resource",
    ),
  },
  "an object with databases",
);

/** The file as it is written, before defaults. */
export type ConfigEntry = z.infer<typeof CONFIG_SCHEMA>;
/** One database as it is written, before defaults. */
export type DatabaseEntry = z.infer<typeof DATABASE>;
/** Topics as they are written, before defaults. */
export type TopicEntries = readonly z.infer<typeof TOPIC>[];
