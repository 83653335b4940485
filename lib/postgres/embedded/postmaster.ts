/** The server process: initialised, started, ended, and never left behind by the process that started it. */

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { DriftwatchError, oneLine } from "../../core/errors.ts";
import type { Account } from "./account.ts";
import { environment } from "./environment.ts";
import { dataIn, logIn, postmasterOf, removeHome } from "./home.ts";
import { kill, waitUntil, waitUntilNow } from "./process.ts";

/** What both programs need to know. */
export interface Installation {
  readonly home: string;
  readonly binaries: string;
  readonly account: Account | undefined;
}

/** C.UTF-8 sorts like C and knows the case of all letters, but older systems and macOS lack it. */
const LOCALES = (process.platform === "win32" ? ["C"] : ["C.UTF-8", "C"]).map((name) => [`--locale=${name}`]);

/** Creates the data directory. */
export async function initialise(
  { home, binaries, account }: Installation,
  superuser: string,
  asked?: readonly string[],
): Promise<void> {
  const locales = asked ? [asked] : LOCALES;
  for (const locale of locales) {
    // Without --encoding the cluster becomes SQL_ASCII where LANG is unset, as in most containers.
    const flags = ["-A", "trust", "--encoding=UTF8", ...locale, "--no-sync", "--no-instructions"];
    try {
      await promisify(execFile)(join(binaries, "initdb"), ["-D", dataIn(home), "-U", superuser, ...flags], {
        ...account,
        cwd: home,
        env: environment(),
      });
      return;
    } catch (cause) {
      const said = stderrOf(cause);
      if (locale !== locales.at(-1) && said.includes("locale")) continue;
      throw new DriftwatchError("scratch-failed", `initdb failed: ${lastLines(said)}`, "see what it says", { cause });
    }
  }
}

const stderrOf = (cause: unknown): string =>
  cause instanceof Error && "stderr" in cause ? String(cause.stderr) || cause.message : String(cause);

/** Starts the server. It is known to be ready when a connection succeeds, not by its log. */
export function launch(
  { home, binaries, account }: Installation,
  settings: Readonly<Record<string, string>>,
): ChildProcess {
  // A file, not a pipe: a full pipe would stop the server, and a broken one kill it.
  const log = openSync(logIn(home), "w");
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(join(binaries, "postgres"), ["-D", dataIn(home), ...flags], {
    ...account,
    cwd: home,
    env: environment(),
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  // A program that forgets to stop its server may still end; the server then ends with it.
  child.unref();
  child.on("error", () => undefined);
  guard(home, child);
  return child;
}

export const hasEnded = (child: ChildProcess): boolean =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null;

/** Fast shutdown, then immediate, then by force; nothing in a throw-away server is worth a wait. */
export async function shutDown(home: string, child: ChildProcess): Promise<void> {
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    if (hasEnded(child)) break;
    child.kill(signal);
    await waitUntil(() => hasEnded(child), 3_000);
  }
  release(home);
}

/** The end of the server's log on one line: what to tell when it does not start. */
export function logged(home: string): string {
  try {
    return lastLines(readFileSync(logIn(home), "utf8"));
  } catch {
    return "";
  }
}

const lastLines = (text: string): string => oneLine(text.trim().split("\n").slice(-6).join(" | "));

const guarded = new Map<string, ChildProcess>();
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

function guard(home: string, child: ChildProcess): void {
  if (guarded.size === 0) {
    process.on("exit", endAll);
    for (const signal of SIGNALS) process.on(signal, onSignal);
  }
  guarded.set(home, child);
}

function release(home: string): void {
  guarded.delete(home);
  if (guarded.size > 0) return;
  process.off("exit", endAll);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}

/** Ends the process as the signal would have done without us; where others listen too, the decision is theirs. */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  endAll();
  process.kill(process.pid, signal);
}

function endAll(): void {
  for (const [home, child] of guarded) {
    if (!hasEnded(child)) child.kill("SIGQUIT");
    // The server removes its pid file last. The child itself stays a zombie until we are gone.
    if (!waitUntilNow(() => postmasterOf(home) === undefined, 2_000) && child.pid !== undefined)
      kill(child.pid, "SIGKILL");
    removeHome(home);
    release(home);
  }
}
