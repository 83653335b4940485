/** A target: everything the run time needs to know of one monitored database, as a validated value. */

import { resolve } from "node:path";
import * as z from "zod/mini";
import { DriftwatchError, oneLine } from "../core/errors.ts";
import { HEALTH_CHECKS, type HealthCheckName, type HealthRules } from "../core/health.ts";
import { DEFAULT_PROFILES, PROFILE_NAMES, type ProfileName } from "../core/profile.ts";
import type { IgnoreRule } from "../core/report.ts";
import { SEVERITIES, type Severity } from "../core/severity.ts";
import { PARTITION_POLICIES, type PartitionPolicy, type Scope } from "../core/snapshot.ts";
import { ALERT_FORMATS, type AlertFormat, type Topic } from "../core/topic.ts";
import type { Config, Database } from "./config-file.ts";
import { IGNORE_RULES } from "./ignore-rule.ts";
import { MAINTENANCE_WINDOWS, type MaintenanceWindow } from "./maintenance.ts";
import { packTarget, unpacked } from "./packed-target.ts";
import { problemLines } from "./problem.ts";
import { storageKeys } from "./storage.ts";

export type {
  AlertFormat,
  HealthCheckName,
  HealthRules,
  IgnoreRule,
  MaintenanceWindow,
  PartitionPolicy,
  ProfileName,
  Severity,
};

/** verify-full: certificate and host name are checked. disable: no encryption at all. */
export const TLS_MODES = ["verify-full", "disable"] as const;
export type TlsModeName = (typeof TLS_MODES)[number];

/** Where the expected snapshot is read from. */
export type ExpectedLocation =
  /** The monitor's own storage: the state bucket, or the local directory. */
  | { readonly in: "store"; readonly key: string }
  /** An object elsewhere in S3. */
  | { readonly in: "s3"; readonly bucket: string; readonly key: string }
  /** A file, by absolute path: local adapters only. */
  | { readonly in: "file"; readonly path: string };

/** How the connection is protected. */
export interface TargetTls {
  readonly mode: TlsModeName;
  /** PEM text of the authority to trust instead of the RDS and Amazon ones. */
  readonly ca?: string;
  /** The same as a file, by absolute path: local adapters only. */
  readonly caFile?: string;
}

/** One monitored database. */
export interface Target {
  /** The id of `driftwatch.config.json`: prefix of the storage keys, dimension of the metric, name in alerts. */
  readonly id: string;
  /** Name or ARN of the Secrets Manager secret. */
  readonly secret?: string;
  /** Instead of a secret: the user that logs in by a token of IAM. `host` is given then. */
  readonly iam?: { readonly user: string };
  /** Overrides the secret's, and is required where the secret holds none (RDS-managed secrets). */
  readonly host?: string;
  /** Overrides the secret's. */
  readonly port?: number;
  /** Overrides the secret's. */
  readonly databaseName?: string;
  /** Environment variable the local adapters take a `postgres://` URL from. */
  readonly urlFromEnv?: string;
  readonly tls: TargetTls;
  /** Schemas to read, as patterns with `*`. An empty `include` means all; `exclude` wins. */
  readonly schemas: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  /**
   * Also what belongs to the whole cluster: roles, their memberships and settings.
   * @default false
   */
  readonly cluster?: boolean;
  /**
   * What of tools and of the platform is left out.
   * @default - all profiles
   */
  readonly profiles?: readonly ProfileName[];
  /**
   * What is done with partitions, by the name of their table or a pattern with `*`.
   * @default - each partition is an object of its own
   */
  readonly partitions?: Readonly<Record<string, PartitionPolicy>>;
  /**
   * What of its health is looked at, and worth an alert.
   * @default - all is looked at and reported, and nobody is told
   */
  readonly health?: HealthRules;
  /**
   * Schema and name, with a dot between, of the table that an audit trigger of the database keeps.
   * @default - found by its columns
   */
  readonly auditTable?: string;
  /**
   * Schema and name, with a dot between, of the table in which the migration tool keeps what it has run.
   * @default - what the tool calls it, in whatever schema
   */
  readonly ledger?: string;
  readonly expected: ExpectedLocation;
  /** The state bucket; absent with local adapters. */
  readonly bucket?: string;
  /** The config file that a command has to be given for it: local adapters only, where it is not the default one. */
  readonly configFile?: string;
  /** The SNS topics alerts go to. */
  readonly alertTopics: readonly Topic[];
  /** The mildest severity worth an alert. */
  readonly alertThreshold: Severity;
  /**
   * Findings that are hidden.
   * @default - none
   */
  readonly ignore?: readonly IgnoreRule[];
  /**
   * When nobody is told.
   * @default - never
   */
  readonly maintenance?: readonly MaintenanceWindow[];
  /**
   * How long after people were last told of an incident they are told again.
   * @default - they are not
   */
  readonly remindAfterMs?: number;
  /**
   * How long to wait before drift that people do not know of is looked at once more: they are told of what still stands.
   * @default - they are told at once
   */
  readonly confirmAfterMs?: number;
  /**
   * The score from which a removed and an added object are read as one that was renamed.
   * @default 0.72
   */
  readonly renameThreshold?: number;
  /** A catalogue whose stamp has not moved is read in full all the same once this many milliseconds have passed. */
  readonly fullReadEveryMs: number;
}

/** What the id of a database looks like, as a regular expression. */
export const ID_PATTERN = "^(?=.{1,64}$)[A-Za-z0-9]+(-[A-Za-z0-9]+)*$";
const DATABASE_ID = new RegExp(ID_PATTERN);

/** Whether `text` can be the id of a database: 1 to 64 letters and digits with single hyphens between them. */
export const isDatabaseId = (text: string): boolean => DATABASE_ID.test(text);

/** A week. */
export const FULL_READ_EVERY_MS = 7 * 24 * 60 * 60 * 1000;

const text = z.string("a text").check(z.minLength(1, "a text"));
const texts = z.array(text, "a list of texts");
const required = "an object";
const milliseconds = "a number of milliseconds";

const SCHEMA = z.strictObject({
  id: text,
  secret: z.optional(text),
  iam: z.optional(z.strictObject({ user: text }, required)),
  host: z.optional(text),
  port: z.optional(z.int("a whole number")),
  databaseName: z.optional(text),
  urlFromEnv: z.optional(text),
  tls: z.strictObject(
    { mode: z.enum(TLS_MODES, TLS_MODES.join(" or ")), ca: z.optional(text), caFile: z.optional(text) },
    required,
  ),
  schemas: z.strictObject({ include: texts, exclude: texts }, required),
  cluster: z.optional(z.boolean("true or false")),
  profiles: z.optional(z.array(z.enum(PROFILE_NAMES, PROFILE_NAMES.join(", ")), "a list of profiles")),
  partitions: z.optional(
    z.record(z.string(), z.enum(PARTITION_POLICIES, PARTITION_POLICIES.join(", ")), "an object of policies"),
  ),
  health: z.optional(
    z.strictObject(
      {
        off: z.optional(z.array(z.enum(HEALTH_CHECKS, HEALTH_CHECKS.join(", ")), "a list of health checks")),
        alertThreshold: z.optional(z.enum(SEVERITIES, SEVERITIES.join(", "))),
      },
      "an object",
    ),
  ),
  auditTable: z.optional(text),
  ledger: z.optional(text),
  expected: z.discriminatedUnion(
    "in",
    [
      z.strictObject({ in: z.literal("store"), key: text }),
      z.strictObject({ in: z.literal("s3"), bucket: text, key: text }),
      z.strictObject({ in: z.literal("file"), path: text }),
    ],
    "a location in store, s3 or file",
  ),
  bucket: z.optional(text),
  alertTopics: z.array(
    z.strictObject({ arn: text, format: z.enum(ALERT_FORMATS, ALERT_FORMATS.join(", ")) }, required),
    "a list of topics",
  ),
  alertThreshold: z.enum(SEVERITIES, SEVERITIES.join(", ")),
  ignore: z.optional(IGNORE_RULES),
  maintenance: z.optional(MAINTENANCE_WINDOWS),
  remindAfterMs: z.optional(z.number(milliseconds)),
  confirmAfterMs: z.optional(z.number(milliseconds)),
  renameThreshold: z.optional(z.number("a number")),
  fullReadEveryMs: z.number(milliseconds),
});

/**
 * Database `id` of the config, for the local adapters.
 * @throws DriftwatchError `bad-argument` when the config has no such database.
 */
export function targetFrom(config: Config, id: string): Target {
  const database = config.databases.find((candidate) => candidate.id === id);
  if (!database) {
    const known = config.databases.map((candidate) => candidate.id).join(", ");
    throw new DriftwatchError(
      "bad-argument",
      `no database "${oneLine(id)}" in ${config.path}`,
      `choose one of: ${known}`,
    );
  }
  const { secret, iam, host, port, databaseName, urlFromEnv, alertThreshold, alertTopics = [], tls } = database;
  const { schemas, cluster, profiles, partitions, renameThreshold, health, auditTable, ledger } = database;
  return {
    id,
    ...definedOnly({ secret, host, port, databaseName, renameThreshold, iam: iam && { user: iam.user } }),
    urlFromEnv,
    tls: { mode: tls.mode, ...(tls.ca === undefined ? {} : { caFile: resolve(config.directory, tls.ca) }) },
    ...{ schemas, cluster, profiles, partitions },
    ...definedOnly({ health, auditTable, ledger }),
    expected: expectedLocation(config, database),
    alertTopics,
    alertThreshold,
    ...quietOf(database),
    fullReadEveryMs: FULL_READ_EVERY_MS,
  };
}

/** A target of which nothing is known but its id: enough for what its checks have stored. */
export const bareTarget = (id: string): Target => ({
  ...{ id, tls: { mode: "verify-full" }, schemas: { include: [], exclude: [] } },
  expected: { in: "store", key: storageKeys(id).expected },
  ...{ alertTopics: [], alertThreshold: "low", fullReadEveryMs: FULL_READ_EVERY_MS },
});

/** When and of what people are told, as the config says it. */
export const quietOf = ({ ignore, maintenance, remindAfterHours, confirmAfterSeconds }: Database): Quiet => ({
  ...(ignore.length > 0 ? { ignore } : {}),
  ...(maintenance.length > 0 ? { maintenance } : {}),
  ...(remindAfterHours ? { remindAfterMs: remindAfterHours * 3_600_000 } : {}),
  ...(confirmAfterSeconds ? { confirmAfterMs: confirmAfterSeconds * 1_000 } : {}),
});

export type Quiet = Pick<Target, "ignore" | "maintenance" | "remindAfterMs" | "confirmAfterMs">;

/** What of its database a target asks for. */
export const scopeOf = ({ schemas, cluster, profiles, partitions }: ScopeOptions): Scope => ({
  ...schemas,
  cluster: cluster ?? false,
  profiles: profiles ?? DEFAULT_PROFILES,
  partitions: partitions ?? {},
});

export type ScopeOptions = Pick<Target, "schemas" | "cluster" | "profiles" | "partitions">;

/** Where the config says the expected snapshot of `database` lies. */
export function expectedLocation(config: Config, database: Database): ExpectedLocation {
  if (database.expected === undefined) return { in: "store", key: storageKeys(database.id).expected };
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(database.expected) ?? [];
  if (bucket !== undefined && key !== undefined) return { in: "s3", bucket, key };
  return { in: "file", path: resolve(config.directory, database.expected) };
}

/** A target as the text that travels in the function's environment. */
export const encodeTarget = (target: Target): string => JSON.stringify(packTarget(target));

/**
 * Reads what `encodeTarget` wrote.
 * @throws DriftwatchError `config-invalid` when the text is no target.
 */
export function parseTarget(encoded: string): Target {
  const remedy = "deploy the monitor again with this version of Driftwatch";
  let value: unknown;
  try {
    value = unpacked(JSON.parse(encoded));
  } catch {
    // The parser's own message quotes the text.
    throw new DriftwatchError("config-invalid", "the target is not valid JSON", remedy);
  }
  const result = z.safeParse(SCHEMA, value);
  if (result.success) return result.data;
  throw new DriftwatchError(
    "config-invalid",
    `the target is not valid: ${problemLines(result.error, SCHEMA, value).join("; ")}`,
    remedy,
  );
}

const definedOnly = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
