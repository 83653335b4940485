/** Throw-away servers end with the process that started them, however it ends. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, it } from "vitest";
import { mayEnter, unprivileged } from "../../lib/postgres/embedded/account.ts";
import { commandLine, waitUntil } from "../../lib/postgres/embedded/process.ts";
import { startServer } from "../../lib/postgres/embedded.ts";

const isRoot = process.getuid?.() === 0;
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const postmaster = (dataDirectory: string): number =>
  Number(readFileSync(join(dataDirectory, "postmaster.pid"), "utf8").split("\n")[0]);

/** Runs the holder until it has told where its server is, or why there is none. */
async function hold(how: string, as: { uid?: number; gid?: number } = {}) {
  const script = fileURLToPath(new URL("../support/server-holder.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script, how], {
    ...as,
    env: { ...process.env, TSX_DISABLE_CACHE: "1" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = once(child, "exit");
  cleanups.push(() => child.kill("SIGTERM") && ended);
  const [line] = await once(child.stdout, "data");
  return { child, ended, ...(JSON.parse(String(line)) as { dataDirectory: string; failure?: string }) };
}

const end = async (child: ChildProcess, ended: Promise<unknown[]>, signal: NodeJS.Signals): Promise<unknown> => {
  child.kill(signal);
  return (await ended)[1];
};

it.each(["exit", "crash"])("takes it along on %s", async (how) => {
  const { ended, dataDirectory } = await hold(how);
  await ended;
  expect(existsSync(dirname(dataDirectory))).toBe(false);
});

it.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)("takes it along on %s", async (signal) => {
  const { child, ended, dataDirectory } = await hold("wait");
  expect(await end(child, ended, signal)).toBe(signal);
  expect(existsSync(dirname(dataDirectory))).toBe(false);
});

it("leaves it to the next run when killed", async () => {
  const { child, ended, dataDirectory } = await hold("wait");
  const pid = postmaster(dataDirectory);
  await end(child, ended, "SIGKILL");
  const next = await startServer();
  cleanups.push(next.stop);
  expect(existsSync(dirname(dataDirectory))).toBe(false);
  expect(await waitUntil(() => commandLine(pid) === "", 2_000)).toBe(true);
});

const nameless = { uid: 54_321, gid: 54_321 };
const reachable = isRoot && [process.cwd(), dirname(process.execPath)].every((it) => mayEnter(it, nameless));

it.runIf(reachable)("may be an ordinary user", async () => {
  const account = unprivileged(readFileSync("/etc/passwd", "utf8"));
  const { dataDirectory, failure } = await hold("wait", account);
  expect(failure).toBeUndefined();
  expect(statSync(dataDirectory).uid).toBe(account.uid);
});

it.runIf(reachable)("needs a name", async () => {
  const { failure } = await hold("exit", nameless);
  expect(failure).toMatch(/user id 54321, which has no name/);
});
