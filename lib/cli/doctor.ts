/** `driftwatch doctor`: whether everything a check needs is in place, and what to do where it is not. */

import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Option } from "commander";
import type { Config } from "../config/config-file.ts";
import { configPath, readConfig } from "../config/read-config.ts";
import { parseSchedule } from "../config/schedule.ts";
import { storageKeys } from "../config/storage.ts";
import type { Target } from "../config/target.ts";
import { hasNo } from "../core/checkup.ts";
import { certificatesIn, environmentCredentials, urlVariableOf } from "../local/credentials.ts";
import { directoryStores } from "../local/directory.ts";
import { replaceFile } from "../local/files.ts";
import { refuseLeftLock } from "../local/lock.ts";
import { type DoctorPorts, lookOver } from "../monitor/doctor.ts";
import type { CredentialsSource, SnapshotStore } from "../monitor/ports.ts";
import { addressOf, listens } from "../postgres/reach.ts";
import { openSession } from "../postgres/session.ts";
import { renderCheckups } from "../report/checkup.ts";
import { renderJson } from "../report/json.ts";
import { deployedCredentials, topicProbe } from "./aws.ts";
import type { CliCommand } from "./command.ts";
import type { Console } from "./console.ts";
import { type Format, formatOption } from "./format.ts";
import { inTurns } from "./in-turns.ts";
import type { Run } from "./main.ts";
import { localDirectory } from "./ports.ts";
import { withProgress } from "./progress.ts";
import { bucketStores, remoteSnapshots, writeObject } from "./s3.ts";
import { bucketName } from "./storage.ts";
import { targetOf } from "./target.ts";

interface DoctorOptions {
  readonly database?: readonly string[];
  readonly config?: string;
  readonly bucket?: string;
  readonly format: Format;
}

const AT_ONCE = 4;

export function addDoctor(program: CliCommand, run: Run): void {
  program
    .command("doctor")
    .summary("see whether everything a check needs is in place")
    .description(
      "Looks over each database of the config: whether its credentials can be read, its name, port, certificate and " +
        "login lead in, its version, clock and rights will do, an expected snapshot is there, the state can be written, " +
        "and somebody hears the alerts. Credentials come from the environment (DRIFTWATCH_URL_<ID>), else from the secret. " +
        "Nothing but a probe beside the state is written. The exit code is 1 when anything is not in place.",
    )
    .addOption(
      new Option("--database <id>", "the database to look over (default: all); may be repeated").argParser(
        (id: string, before: readonly string[] = []) => [...before, id],
      ),
    )
    .option("--config <file>", "the config file (default: DRIFTWATCH_CONFIG, or driftwatch.config.json)")
    .option("--bucket <name>", "the bucket of the deployed monitor (default: the directory that checks here use)")
    .addOption(formatOption())
    .examples("driftwatch doctor", "driftwatch doctor --database orders --format json")
    .action((options: DoctorOptions) => run((console) => doctor(options, console)));
}

async function doctor(options: DoctorOptions, console: Console): Promise<number> {
  const config = readConfig(configPath(options.config, console.env));
  const bucket = options.bucket === undefined ? undefined : bucketName(options.bucket);
  const ids = [...new Set(options.database ?? config.databases.map(({ id }) => id))];
  const targets = ids.map((id) => ({ ...targetOf(config, id), ...(bucket !== undefined && { bucket }) }));
  const ports = await portsFor(config, bucket, console);
  const subject = targets.length === 1 ? (ids[0] ?? "") : `${targets.length} databases`;
  const checkups = await withProgress(console, `Looking over ${subject}`, () =>
    inTurns(targets, AT_ONCE, (target) => lookOver(target, ports)),
  );
  const wrong = checkups.some(hasNo);
  const databases = checkups.map((checkup) => ({ ...checkup, ok: !hasNo(checkup) }));
  await console.print(
    options.format === "json" ? renderJson({ ok: !wrong, databases }) : renderCheckups(checkups, console),
  );
  return wrong ? 1 : 0;
}

async function portsFor(config: Config, bucket: string | undefined, console: Console): Promise<DoctorPorts> {
  const directory = localDirectory(config, console);
  return {
    credentials: credentialsFrom(console),
    databases: { open: (login) => openSession(login) },
    clock: { now: () => new Date(), wait: async (milliseconds) => void (await wait(milliseconds)) },
    network: { addressOf, listens },
    snapshots: bucket === undefined ? localSnapshots(directory) : await snapshotsInBucket(directory),
    states: bucket === undefined ? directoryStores(directory).states : (await bucketStores()).states,
    dueHours: ({ id }) => (bucket === undefined ? null : dueHours(config, id)),
    storage: { write: (target) => writeProbe(target, directory) },
    ...(isAwsConfigured(console) && { topics: topicProbe }),
  };
}

/** Longer than this a schedule is never silent: its longest gap, and some for a late start and a change of the clock. */
function dueHours({ databases }: Config, id: string): number | null {
  const { schedule, enabled } = databases.find((database) => database.id === id) ?? {};
  const gap = parseSchedule(schedule ?? "")?.longestGapMinutes ?? Number.POSITIVE_INFINITY;
  return enabled && Number.isFinite(gap) ? Math.ceil(gap / 60) + SLACK_HOURS : null;
}

const SLACK_HOURS = 2;

/** What the environment says comes first: it is what a check here would use. */
function credentialsFrom({ env }: Console): CredentialsSource {
  const here = environmentCredentials(env);
  return {
    read: async (target, fresh) => {
      const inSecret = !env[urlVariableOf(target)]?.trim() && (target.secret ?? target.iam) !== undefined;
      return inSecret ? (await deployedCredentials()).read(deployed(target), fresh) : here.read(target, fresh);
    },
  };
}

/** As the function has it: its certificates are deployed with it. */
function deployed(target: Target): Target {
  const { caFile, ...tls } = target.tls;
  return caFile === undefined ? target : { ...target, tls: { ...tls, ca: certificatesIn(caFile) } };
}

function localSnapshots(directory: string): SnapshotStore {
  const { snapshots } = directoryStores(directory, {
    remote: () => ({ ...remoteSnapshots, expectedLocation: (target) => snapshots.expectedLocation(target) }),
  });
  return snapshots;
}

/** A file is read where it is, though the rest is in the bucket. */
async function snapshotsInBucket(directory: string): Promise<SnapshotStore> {
  const [local, { snapshots }] = [localSnapshots(directory), await bucketStores()];
  const storeOf = (target: Target) => (target.expected.in === "file" ? local : snapshots);
  return {
    ...snapshots,
    readExpected: (target) => storeOf(target).readExpected(target),
    expectedLocation: (target) => storeOf(target).expectedLocation(target),
  };
}

/** Something that nobody reads, where the state lies. */
async function writeProbe({ id, bucket }: Target, directory: string): Promise<string> {
  const key = `${storageKeys(id).prefix}doctor.txt`;
  const place = bucket === undefined ? join(directory, key) : `s3://${bucket}/${key}`;
  const text = "driftwatch doctor wrote this to see whether it can.\n";
  if (bucket === undefined) {
    replaceFile(place, text);
    refuseLeftLock(join(directory, `${storageKeys(id).state}.lock`));
  } else await writeObject(place, Buffer.from(text));
  return place.slice(0, -"doctor.txt".length);
}

/** Without any of it the SDK would ask for the metadata of a machine that is none, and wait. */
const isAwsConfigured = ({ env }: Console): boolean =>
  ["AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_FULL_URI"].some(
    (name) => env[name],
  ) || existsSync(join(env.HOME ?? homedir(), ".aws"));
