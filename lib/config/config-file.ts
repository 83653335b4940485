/** `driftwatch.config.json`: what it says once read, and the one function that reads it. */

import { dirname } from "node:path";
import * as z from "zod/mini";
import { DriftwatchError } from "../core/errors.ts";
import type { HealthRules } from "../core/health.ts";
import { DEFAULT_PROFILES, type ProfileName } from "../core/profile.ts";
import type { IgnoreRule } from "../core/report.ts";
import type { Severity } from "../core/severity.ts";
import type { PartitionPolicy } from "../core/snapshot.ts";
import { type Topic, torn } from "../core/topic.ts";
import { CONFIG_SCHEMA, type ConfigEntry, type DatabaseEntry, type TopicEntries } from "./config-schema.ts";
import { databaseUrlVariable } from "./environment.ts";
import { jsonFault } from "./json-fault.ts";
import type { MaintenanceWindow } from "./maintenance.ts";
import { problem, problemLines } from "./problem.ts";
import type { TlsModeName } from "./target.ts";
import { toldOnce } from "./told-once.ts";

/** The file, with every default filled in. */
export interface Config {
  /** The path it was read from, as given: for messages. */
  readonly path: string;
  /** The directory relative paths in it start from. */
  readonly directory: string;
  /** Region of the stack; the CLI's or the profile's when absent. */
  readonly region?: string;
  /** Account of the stack, twelve digits; the profile's when absent. */
  readonly account?: string;
  /** At least one; ids differ by more than case. */
  readonly databases: readonly Database[];
  /** How many stacks share the databases. Default: 1. */
  readonly shards: number;
  /** When all databases are told of at once: an EventBridge Scheduler expression. Default: never. */
  readonly digest?: string;
  /** Whether a dashboard shows all databases. Default: true. */
  readonly dashboard: boolean;
  /** Whether the Lambda console offers shareable test events. Default: false. */
  readonly testEvents: boolean;
  /** ARN of the customer key of the bucket, and of the topic that the stack makes. Default: S3's own, and a new key. */
  readonly encryptionKey?: string;
  /** ARNs of the customer keys of topics, by the ARNs of the topics. Default: none has one. */
  readonly topicKeys?: Readonly<Record<string, string>>;
  /** Put on every resource. */
  readonly tags: Readonly<Record<string, string>>;
}

/** One database to watch. */
export interface Database {
  /** 1 to 64 letters and digits with single hyphens: names its storage keys, its metric and its function. */
  readonly id: string;
  /** Name or full ARN of the Secrets Manager secret. Only a database read through `urlFromEnv` alone goes without. */
  readonly secret?: string;
  /** ARN of the customer key of the secret. */
  readonly secretKey?: string;
  /** Instead of a secret: who logs in by IAM, and the resource id (`db-…`, `cluster-…`, `prx-…`) of where. */
  readonly iam?: { readonly user: string; readonly resourceId: string };
  /** Overrides the secret's host; required where it has none (RDS-managed secrets hold user and password only). */
  readonly host?: string;
  /** Overrides the secret's port. */
  readonly port?: number;
  /** Overrides the secret's database name. */
  readonly databaseName?: string;
  /** Name of an environment variable that holds a `postgres://` URL, for checks without AWS. Default: `DRIFTWATCH_URL_<ID>`. */
  readonly urlFromEnv: string;
  /** Default: verify-full against the RDS and Amazon authorities. `ca` is the path of a PEM file to trust instead. */
  readonly tls: { readonly mode: TlsModeName; readonly ca?: string };
  /** Where in a VPC the function runs; outside any when absent. */
  readonly vpc?: VpcPlacement;
  /** EventBridge Scheduler expression. Default: `cron(0 3 * * ? *)`. */
  readonly schedule: string;
  /** IANA time zone the schedule is read in. Default: `UTC`. */
  readonly timeZone: string;
  /** Schemas to watch, as patterns with `*`. Default: all. `exclude` wins. */
  readonly schemas: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  /** Compare also what belongs to the whole cluster: roles, their memberships and settings. Default: false. */
  readonly cluster: boolean;
  /** What of tools and of the platform is left out. Default: all profiles. */
  readonly profiles: readonly ProfileName[];
  /** What is done with partitions, by the name of their table or a pattern with `*`. Default: each is an object. */
  readonly partitions: Readonly<Record<string, PartitionPolicy>>;
  /** Health checks that are not made, and what of them is worth an alert. Default: all are made, nothing is. */
  readonly health?: HealthRules;
  /** Schema and name of the table that an audit trigger keeps. Default: found by its columns. */
  readonly auditTable?: string;
  /** Schema and name of the migration ledger. Default: what the tool calls it, in whatever schema. */
  readonly ledger?: string;
  /** The topics alerts go to. Default: those of the whole file; absent when it has none: the stack makes one. */
  readonly alertTopics?: readonly Topic[];
  /** Alarms that are switched on or off. Default: when checks fail or stop, and not while the schema has drifted. */
  readonly alarms?: {
    readonly drift?: boolean;
    readonly errors?: boolean;
    readonly notRunning?: boolean;
    readonly noVerdict?: boolean;
  };
  /** The mildest severity worth an alert. Default: `low`. */
  readonly alertThreshold: Severity;
  /** Findings that are hidden: those of the whole file and its own. */
  readonly ignore: readonly IgnoreRule[];
  /** When checks run and nobody is told. */
  readonly maintenance: readonly MaintenanceWindow[];
  /** How many hours after people were last told of an incident they are told again; 0: never. */
  readonly remindAfterHours?: number;
  /** How many seconds to wait before drift that is new is looked at once more, and only then told. Default: it is told at once. */
  readonly confirmAfterSeconds?: number;
  /** The score from which a removed and an added object are read as one that was renamed. Default: 0.72. */
  readonly renameThreshold?: number;
  /** Path of a snapshot file, or `s3://bucket/key`. Absent: `<id>/expected.json.gz` in the monitor's own bucket. */
  readonly expected?: string;
  /** ARN of the customer key of the bucket in `expected`. */
  readonly expectedKey?: string;
  /** Whether a check starts at the end of a deployment. Default: false. */
  readonly checkOnDeploy?: boolean;
  /** Whether a check starts when an event asks for it. Default: false. */
  readonly checkOnRequest?: boolean;
  /** Whether the schedule runs. Default: true. */
  readonly enabled: boolean;
}

/** Existing network the function is placed in. */
export interface VpcPlacement {
  readonly id: string;
  /** Subnets with a route to the database, to Secrets Manager, S3 and SNS. */
  readonly subnetIds: readonly string[];
  /** Default: not needed. */
  readonly availabilityZones?: readonly string[];
  /** Default: one group made by the stack for all its functions in this VPC. */
  readonly securityGroupIds?: readonly string[];
}

/** When databases are checked unless they say otherwise: every night at three. */
export const DEFAULT_SCHEDULE = "cron(0 3 * * ? *)";

const SHOWN = 10;

/** More that can be wrong with a config, one line each; `directory` is where its relative paths start. */
export type FurtherProblems = (value: unknown, directory: string) => string[];

/** Everything that is wrong with a config file. The message names the first ten, and what is wrong alike in several databases once. */
export class ConfigInvalid extends DriftwatchError {
  /** One line for each problem, and one for those that are alike in several databases. */
  readonly lines: readonly string[];

  constructor(path: string, problems: readonly string[]) {
    const told = toldOnce(problems);
    const more = told.length > SHOWN ? [`and ${told.length - SHOWN} more`] : [];
    super("config-invalid", `${path}: ${[...told.slice(0, SHOWN), ...more].join("; ")}`, "correct the file");
    this.lines = told.map((problem) => `${path}: ${problem}`);
  }
}

/**
 * Reads the text of a config file. Every problem in it is found, and the first ten are named.
 * @param path where the text came from: for messages, and the start of the relative paths in it
 * @param further what else to look for in what was read
 * @throws ConfigInvalid, or a DriftwatchError `config-invalid` when the text is no JSON
 */
export function parseConfig(text: string, path: string, further: FurtherProblems = () => []): Config {
  const value = parseJson(text, path);
  const result = z.safeParse(CONFIG_SCHEMA, value);
  const problems = result.success ? tornTopics(result.data) : problemLines(result.error, CONFIG_SCHEMA, value);
  problems.push(...crossProblems(value), ...further(value, dirname(path)));
  if (problems.length > 0 || !result.success) throw new ConfigInvalid(path, [...new Set(problems)]);
  const {
    databases,
    alertTopics,
    ignore = [],
    tags = {},
    region,
    account,
    shards = 1,
    dashboard = true,
    digest,
    encryptionKey,
    testEvents = false,
  } = result.data;
  return {
    path,
    directory: dirname(path),
    ...(region === undefined ? {} : { region }),
    ...(account === undefined ? {} : { account }),
    databases: databases.map((entry) => withDefaults(entry, alertTopics, ignore)),
    ...(digest === undefined ? {} : { digest }),
    ...(encryptionKey === undefined ? {} : { encryptionKey }),
    ...topicKeys(result.data),
    ...{ shards, dashboard, testEvents, tags },
  };
}

function withDefaults(
  entry: DatabaseEntry,
  alertTopics: ConfigEntry["alertTopics"],
  ignore: readonly IgnoreRule[],
): Database {
  const { alertTopics: topics = alertTopics, ...own } = entry;
  return {
    ...own,
    urlFromEnv: entry.urlFromEnv ?? databaseUrlVariable(entry.id),
    tls: { ...entry.tls, mode: entry.tls?.mode ?? "verify-full" },
    schedule: entry.schedule ?? DEFAULT_SCHEDULE,
    timeZone: entry.timeZone ?? "UTC",
    schemas: { include: entry.schemas?.include ?? [], exclude: entry.schemas?.exclude ?? [] },
    cluster: entry.cluster ?? false,
    profiles: entry.profiles ?? DEFAULT_PROFILES,
    partitions: entry.partitions ?? {},
    ...(topics === undefined ? {} : { alertTopics: topicsOf(topics) }),
    alertThreshold: entry.alertThreshold ?? "low",
    ignore: [...(entry.ignore ?? []), ...ignore],
    maintenance: entry.maintenance ?? [],
    enabled: entry.enabled ?? true,
  };
}

/** Each topic once. */
const topicsOf = (entries: TopicEntries): Topic[] => [
  ...new Map(entries.map(topicOf).map((topic) => [topic.arn, topic] as const)).values(),
];

const topicOf = (entry: TopicEntries[number]): Topic =>
  typeof entry === "string" ? { arn: entry, format: "text" } : { arn: entry.arn, format: entry.format ?? "text" };

const allTopics = ({ alertTopics = [], databases }: ConfigEntry): TopicEntries =>
  [alertTopics, ...databases.map((database) => database.alertTopics ?? [])].flat();

const keyedTopics = (config: ConfigEntry) =>
  allTopics(config).flatMap((topic) =>
    typeof topic === "string" || topic.key === undefined ? [] : [{ ...topic, key: topic.key }],
  );

function topicKeys(config: ConfigEntry): Pick<Config, "topicKeys"> {
  const keys = Object.fromEntries(keyedTopics(config).map(({ arn, key }) => [arn, key]));
  return Object.keys(keys).length > 0 ? { topicKeys: keys } : {};
}

function parseJson(given: string, path: string): unknown {
  const text = given.replace(/^\uFEFF/, "");
  const fault = jsonFault(text);
  if (fault === null) return JSON.parse(text);
  const remedy = /\.ya?ml$/i.test(path) ? "write it as JSON, not as YAML" : "correct the file";
  throw new DriftwatchError("config-invalid", `${path} is not valid JSON ${fault}`, remedy);
}

/** What no schema of one field can see. Works on whatever was read, so that these are named beside all others. */
function crossProblems(value: unknown): string[] {
  const { databases, tags } = asObject(value);
  const seen = new Map<string, number>();
  const problems = Object.keys(asObject(tags))
    .filter((key) => key.length === 0 || key.length > 128 || key.toLowerCase().startsWith("aws:"))
    .map((key) => problem(["tags"], key, "tag keys of 1 to 128 characters that do not start with aws:"));
  for (const [index, entry] of (Array.isArray(databases) ? databases : []).entries()) {
    const { id, secret, secretKey, urlFromEnv, iam, host, tls, expected, expectedKey } = asObject(entry);
    if (typeof id !== "string") continue;
    const first = seen.get(id.toLowerCase());
    if (first === undefined) seen.set(id.toLowerCase(), index);
    else problems.push(problem(["databases", index, "id"], id, `an id of its own: databases[${first}] has it already`));
    const at = (field: string) => ["databases", index, field];
    if (secretKey !== undefined && secret === undefined)
      problems.push(problem(at("secret"), secret, "the secret that secretKey encrypts"));
    if (expectedKey !== undefined && !String(expected).startsWith("s3://"))
      problems.push(problem(at("expected"), expected, "s3://bucket/key: expectedKey is that of a bucket"));
    if (iam !== undefined) {
      if (secret !== undefined) problems.push(problem(at("iam"), iam, "one of the two, secret or iam"));
      if (host === undefined)
        problems.push(problem(at("host"), host, "the host of the database: iam has no secret to say it"));
      if (asObject(tls).mode === "disable")
        problems.push(problem(["databases", index, "tls", "mode"], "disable", "verify-full: login by IAM takes TLS"));
    } else if (secret === undefined && urlFromEnv === undefined) {
      problems.push(
        problem(
          ["databases", index, "secret"],
          secret,
          "the name or ARN of its secret (or urlFromEnv, for checks without AWS)",
        ),
      );
    }
  }
  return problems;
}

/** Whoever subscribes to a topic reads what all databases send there. */
function tornTopics(config: ConfigEntry): string[] {
  const { topicKeys: keys = {} } = topicKeys(config);
  const otherwise = keyedTopics(config).filter(({ arn, key }) => keys[arn] !== key);
  return [
    ...torn(allTopics(config).map(topicOf)).map((arn) =>
      problem(["alertTopics"], arn, "one format for each topic, wherever it is named"),
    ),
    ...otherwise.map(({ arn }) => problem(["alertTopics"], arn, "one key for each topic, wherever it is named")),
  ];
}

const asObject = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
