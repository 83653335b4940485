/** Looks over what a check of a target needs, one thing after another, and says of each what to do about it. */

import { scopeOf, type Target } from "../config/target.ts";
import { CHECKUP_ITEMS, type Checkup, type CheckupItem } from "../core/checkup.ts";
import { DriftwatchError } from "../core/errors.ts";
import type { Status } from "../core/report.ts";
import { flag, text } from "../core/row.ts";
import type { Session } from "../core/session.ts";
import { majorOf, type Snapshot } from "../core/snapshot.ts";
import { capture } from "../engine/capture.ts";
import { textsOf } from "../engine/introspection/recanonicalise.ts";
import { KINDS } from "../kinds/registry.ts";
import { isFree } from "./deliver.ts";
import { snapshotCommand } from "./narrate.ts";
import type { Login, Ports, StateStore } from "./ports.ts";

/** The world outside the database, where a check would only see that something failed. */
export interface DoctorPorts extends Pick<Ports, "credentials" | "databases" | "snapshots" | "clock"> {
  readonly states: Pick<StateStore, "read">;
  /** After so many hours without a check one is missing; null: nobody has promised any. */
  readonly dueHours: (target: Target) => number | null;
  readonly network: Network;
  readonly storage: WriteProbe;
  /** Undefined where there is no AWS to ask. */
  readonly topics?: TopicProbe;
}

export interface Network {
  /** The address behind the host's name. @throws DriftwatchError */
  addressOf(login: Login): Promise<string>;
  /** Returns when something listens there. @throws DriftwatchError */
  listens(login: Login): Promise<void>;
}

export interface WriteProbe {
  /** Writes beside the state, and says where. @throws DriftwatchError */
  write(target: Target): Promise<string>;
}

export interface TopicProbe {
  /** How many subscribers have confirmed, and how many have not. @throws DriftwatchError */
  subscriptions(arn: string): Promise<{ readonly confirmed: number; readonly pending: number }>;
}

/** What was seen of the database, once it is. */
interface Live {
  snapshot?: Snapshot;
}

type Finding = Omit<CheckupItem, "item">;
type Findings = Partial<Record<CheckupItem["item"], readonly Finding[]>>;

/** Apart by more than this, what a database and AWS say of time cannot be put in order. */
const CLOCK_SECONDS = 60;

/** Never throws: what goes wrong is what is told. */
export async function lookOver(target: Target, ports: DoctorPorts): Promise<Checkup> {
  const live: Live = {};
  const [database, state, topic, heartbeat] = await Promise.all([
    inDatabase(target, ports, live),
    finding(async () => ok(`${await ports.storage.write(target)} can be written`)),
    Promise.all([topicsOf(target, ports), undelivered(target, ports)]),
    finding(() => heartbeatOf(target, ports)),
  ]);
  const expected = await finding(() => expectedOf(target, ports, live));
  const found: Findings = {
    ...database,
    expected: [expected],
    state: [state],
    topic: topic.flat(),
    heartbeat: [heartbeat],
  };
  const items = CHECKUP_ITEMS.flatMap((item) =>
    (found[item] ?? [unknown("not looked at: something before it has to be put right first")]).map((it) => ({
      item,
      ...it,
    })),
  );
  return { database: target.id, items };
}

async function inDatabase(target: Target, ports: DoctorPorts, live: Live): Promise<Findings> {
  let login: Login | undefined;
  const credentials = await finding(async () => {
    login = await ports.credentials.read(target, false);
    return ok(`user ${login.user} of database ${login.database}`);
  });
  return { credentials: [credentials], ...(login && (await reached(login, target, ports, live))) };
}

async function reached(login: Login, target: Target, ports: DoctorPorts, live: Live): Promise<Findings> {
  const { host, port } = login;
  const socket = host.startsWith("/");
  const name = socket
    ? ok(`${host} is a socket`)
    : await finding(async () => ok(`${host} is ${await ports.network.addressOf(login)}`));
  if (name.result === "no") return { name: [name] };
  const listening = await finding(async () => {
    await ports.network.listens(login);
    return ok(socket ? "something listens there" : `something listens at port ${port}`);
  });
  const found: Findings = { name: [name], port: [listening] };
  return listening.result === "no" ? found : { ...found, ...(await entered(login, target, ports, live)) };
}

const IN_TLS = ["tls-untrusted", "tls-unavailable"];

/** What TLS says comes before what the login says. */
async function entered(login: Login, target: Target, ports: DoctorPorts, live: Live): Promise<Findings> {
  const tls = tlsOf(login);
  let session: Session | undefined;
  try {
    session = await ports.databases.open(login);
    const seen = session;
    await session.read("SELECT 1 AS one", () => undefined);
    return {
      tls: [tls],
      login: [ok(`${login.user} is let in`)],
      clock: [await finding(() => clockOf(seen, ports))],
      ...(await readable(seen, target, ports, live)),
    };
  } catch (error) {
    const failure = failed(error);
    const { code } = error as DriftwatchError;
    if (IN_TLS.includes(code)) return { tls: [failure] };
    // What took the connection said nothing then, or nothing that a server says.
    return code === "database-unreachable" ? { port: [failure] } : { tls: [tls], login: [failure] };
  } finally {
    await session?.close();
  }
}

function tlsOf({ host, tls }: Login): Finding {
  if (host.startsWith("/")) return ok("not needed: the socket is on this machine");
  if (tls.mode === "disable") return ok("off, as the config or the URL says: passwords and schema travel in the clear");
  return ok(`certificate and name of ${host} are verified`);
}

async function clockOf(session: Session, { clock }: DoctorPorts): Promise<Finding> {
  let there = Number.NaN;
  const before = clock.now().getTime();
  await session.read("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint::text AS ms", (row) => {
    there = Number(text(row.ms));
  });
  const after = clock.now().getTime();
  const apart = Math.max(before - there, there - after, 0);
  const seconds = Math.round(apart / 1_000);
  if (seconds <= CLOCK_SECONDS) return ok("the clocks here and there agree");
  return no(`the clock there is ${seconds} seconds ${there < before ? "behind" : "ahead of"} ours`, "set both by NTP");
}

async function readable(session: Session, target: Target, ports: DoctorPorts, live: Live): Promise<Findings> {
  const { now, wait } = ports.clock;
  try {
    const scope = scopeOf(target);
    const { snapshot } = await capture(session, KINDS, textsOf(null), { scope, now, wait, withoutDependencies: true });
    const { server, objects, unreadable } = snapshot;
    live.snapshot = snapshot;
    const missing = unreadable.map(({ kind, reason, remedy }) => no(`${kind} cannot be read: ${reason}`, remedy));
    return {
      version: [ok(`PostgreSQL ${majorOf(server)}${await recovering(session)}`)],
      rights: missing.length > 0 ? missing : [ok(`all that is asked for can be read: ${count(objects.size)}`)],
    };
  } catch (error) {
    const failure = failed(error);
    return error instanceof DriftwatchError && error.code === "server-unsupported"
      ? { version: [failure] }
      : { rights: [failure] };
  }
}

/** A replica may be what is meant. */
async function recovering(session: Session): Promise<string> {
  let inRecovery = false;
  await session.read("SELECT pg_is_in_recovery() AS it", (row) => {
    inRecovery = flag(row.it);
  });
  return inRecovery
    ? ", in recovery: a replica, which may be behind its primary; name the primary unless this one is meant"
    : "";
}

async function expectedOf(target: Target, { snapshots }: DoctorPorts, { snapshot }: Live): Promise<Finding> {
  const where = snapshots.expectedLocation(target);
  const stored = await snapshots.readExpected(target);
  if (!stored)
    return no(
      `there is none at ${where}`,
      `accept what a check observed, as its report says, or take one of a database you trust: ${snapshotCommand(where)}`,
    );
  const expected = stored.read();
  const { objects } = expected;
  const here = snapshot && [...objects.keys()].filter((address) => snapshot.objects.has(address)).length;
  if (here === undefined || objects.size < FEW || here / objects.size >= ALIKE)
    return ok(`${where}: ${count(objects.size)}`);
  return no(
    `${where} is of another database, as it seems (${expected.server.database}): of its ${count(objects.size)} ${here} are here`,
    `put the snapshot of this one there: ${snapshotCommand(where)}`,
  );
}

/** Below so many objects nothing can be told by them. */
const FEW = 10;
/** What part of the expected objects any database has that it is meant for, however much it has drifted. */
const ALIKE = 0.3;

const RUNBOOK = "see the runbook, “Check not running”";

/** When somebody last looked, and what came of that. */
async function heartbeatOf(target: Target, { states, clock, dueHours }: DoctorPorts): Promise<Finding> {
  const { lookedAt = null, checks = [] } = (await states.read(target))?.value ?? {};
  const [last] = checks;
  const due = dueHours(target);
  if (!last) {
    return due === null
      ? unknown("no check is known here")
      : no("no check has ever been made", `invoke the function once; if that was done, ${RUNBOOK}`);
  }
  const verdict =
    lookedAt === null ? "no check has come to a verdict yet" : `the last verdict is of ${minute(lookedAt)}`;
  const hours = Math.floor((clock.now().getTime() - Date.parse(last.at)) / 3_600_000);
  if (due !== null && hours >= due)
    return no(
      `no check since ${minute(last.at)}, for ${hours} hours; ${verdict}`,
      `see whether its schedule is there and enabled, and the function may run: ${RUNBOOK}`,
    );
  const what = OUTCOMES[last.status];
  return what === undefined
    ? ok(`the last check, of ${minute(last.at)}, came to ${last.status}`)
    : no(`the last check, of ${minute(last.at)}, ${what[0]}; ${verdict}`, what[1]);
}

/** What came to no verdict, and what to do. */
const OUTCOMES: Partial<Record<Status, readonly [said: string, remedy: string]>> = {
  ERROR: ["failed", "put right what is not in place here; else the function's log has the error; then check again"],
  INCOMPLETE: ["could see a part only", "see the rights above, or what its report says could not be read"],
  NOT_CHECKED: ["compared nothing", "see the expected snapshot above, or what its report says of a migration"],
};

const minute = (moment: string): string => `${moment.slice(0, 16).replace("T", " ")} UTC`;

async function topicsOf({ alertTopics }: Target, { topics }: DoctorPorts): Promise<readonly Finding[]> {
  if (alertTopics.length === 0)
    return [unknown("the stack makes the topic: once it is deployed, subscribe to it (its output AlertTopicArn)")];
  if (!topics) return [unknown("not looked at: there are no AWS credentials here")];
  return Promise.all(
    alertTopics.map(({ arn }) =>
      finding(async () => {
        const { confirmed, pending } = await topics.subscriptions(arn);
        if (confirmed > 0)
          return ok(`${arn} has ${confirmed} confirmed ${confirmed === 1 ? "subscriber" : "subscribers"}`);
        const nobody = pending > 0 ? `${pending} not yet confirmed` : "none";
        return no(`nobody would hear: the subscribers of ${arn} are ${nobody}`, remedyForNobody(pending));
      }),
    ),
  );
}

/** Alerts that earlier checks could not get rid of, however well the topics look from here. */
async function undelivered(target: Target, { states, clock }: DoctorPorts): Promise<readonly Finding[]> {
  // What is wrong with the state itself is told as the heartbeat.
  const known = await states.read(target).catch(() => null);
  const waiting = (known?.value.outbox ?? []).filter((entry) => isFree(entry, clock.now()));
  return waiting.map(({ transition, report, takenBy = [] }) => {
    const others = target.alertTopics.map(({ arn }) => arn).filter((arn) => !takenBy.includes(arn));
    const to = others.length > 0 ? ` by ${others.join(", ")}` : "";
    return no(
      `an alert (${transition}) has not been taken${to}; its report is ${report}`,
      "allow the function sns:Publish there, and kms:GenerateDataKey and kms:Decrypt on the topic's key; the next check sends it again",
    );
  });
}

const remedyForNobody = (pending: number): string =>
  pending > 0
    ? "confirm the subscription by the link that was sent"
    : "subscribe to it: aws sns subscribe --protocol email --notification-endpoint … --topic-arn …";

async function finding(work: () => Promise<Finding>): Promise<Finding> {
  try {
    return await work();
  } catch (error) {
    return failed(error);
  }
}

/** The two halves of an error's one line. */
function failed(error: unknown): Finding {
  if (!(error instanceof DriftwatchError)) throw error;
  const got = error.message.endsWith(`; ${error.remedy}`)
    ? error.message.slice(0, -error.remedy.length - 2)
    : error.message;
  return no(got, error.remedy);
}

const count = (objects: number): string => `${objects} object${objects === 1 ? "" : "s"}`;
const ok = (said: string): Finding => ({ result: "ok", said, remedy: null });
const no = (said: string, remedy: string): Finding => ({ result: "no", said, remedy });
const unknown = (said: string): Finding => ({ result: "unknown", said, remedy: null });
