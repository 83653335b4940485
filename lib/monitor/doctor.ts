/** Looks over what a check of a target needs, one thing after another, and says of each what to do about it. */

import { scopeOf, type Target } from "../config/target.ts";
import { CHECKUP_ITEMS, type Checkup, type CheckupItem } from "../core/checkup.ts";
import { DriftwatchError } from "../core/errors.ts";
import { text } from "../core/row.ts";
import type { Session } from "../core/session.ts";
import { capture } from "../engine/capture.ts";
import { textsOf } from "../engine/recanonicalise.ts";
import { KINDS } from "../kinds/registry.ts";
import type { Login, Ports } from "./ports.ts";

/** The world outside the database, where a check would only see that something failed. */
export interface DoctorPorts extends Pick<Ports, "credentials" | "databases" | "snapshots" | "clock"> {
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

type Finding = Omit<CheckupItem, "item">;
type Findings = Partial<Record<CheckupItem["item"], readonly Finding[]>>;

/** Apart by more than this, what a database and AWS say of time cannot be put in order. */
const CLOCK_SECONDS = 60;

/** Never throws: what goes wrong is what is told. */
export async function lookOver(target: Target, ports: DoctorPorts): Promise<Checkup> {
  const [database, expected, state, topic] = await Promise.all([
    inDatabase(target, ports),
    finding(() => expectedOf(target, ports)),
    finding(async () => ok(`${await ports.storage.write(target)} can be written`)),
    topicsOf(target, ports),
  ]);
  const found: Findings = { ...database, expected: [expected], state: [state], topic };
  const items = CHECKUP_ITEMS.flatMap((item) =>
    (found[item] ?? [unknown("not looked at: something before it has to be put right first")]).map((it) => ({
      item,
      ...it,
    })),
  );
  return { database: target.id, items };
}

async function inDatabase(target: Target, ports: DoctorPorts): Promise<Findings> {
  let login: Login | undefined;
  const credentials = await finding(async () => {
    login = await ports.credentials.read(target, false);
    return ok(`user ${login.user} of database ${login.database}`);
  });
  return { credentials: [credentials], ...(login && (await reached(login, target, ports))) };
}

async function reached(login: Login, target: Target, ports: DoctorPorts): Promise<Findings> {
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
  return listening.result === "no" ? found : { ...found, ...(await entered(login, target, ports)) };
}

const IN_TLS = ["tls-untrusted", "tls-unavailable"];

/** What TLS says comes before what the login says. */
async function entered(login: Login, target: Target, ports: DoctorPorts): Promise<Findings> {
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
      ...(await readable(seen, target, ports)),
    };
  } catch (error) {
    const failure = failed(error);
    return error instanceof DriftwatchError && IN_TLS.includes(error.code)
      ? { tls: [failure] }
      : { tls: [tls], login: [failure] };
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

async function readable(session: Session, target: Target, ports: DoctorPorts): Promise<Findings> {
  const { now, wait } = ports.clock;
  try {
    const scope = scopeOf(target);
    const { snapshot } = await capture(session, KINDS, textsOf(null), { scope, now, wait, withoutDependencies: true });
    const { server, objects, unreadable } = snapshot;
    const missing = unreadable.map(({ kind, reason, remedy }) => no(`${kind} cannot be read: ${reason}`, remedy));
    return {
      version: [ok(`PostgreSQL ${Math.floor(server.version / 10_000)}`)],
      rights: missing.length > 0 ? missing : [ok(`all that is asked for can be read: ${count(objects.size)}`)],
    };
  } catch (error) {
    const failure = failed(error);
    return error instanceof DriftwatchError && error.code === "server-unsupported"
      ? { version: [failure] }
      : { rights: [failure] };
  }
}

async function expectedOf(target: Target, { snapshots }: DoctorPorts): Promise<Finding> {
  const where = snapshots.expectedLocation(target);
  const stored = await snapshots.readExpected(target);
  if (!stored)
    return no(`there is none at ${where}`, `take one when the schema is right: driftwatch snapshot --out ${where}`);
  const { objects } = stored.read();
  return ok(`${where}: ${count(objects.size)}`);
}

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
