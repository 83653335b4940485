/** Processes by their id: alive, named, ended. */

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, under another account.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** Program and arguments of a process; empty when it is gone or cannot be asked. */
export function commandLine(pid: number): string {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8", stdio: "pipe" });
  } catch {
    return "";
  }
}

/** Sends a signal; a process that is gone already is no error. */
export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended in the meantime.
  }
}

/** Polls `condition` for at most `ms`, and says whether it came true. */
export async function waitUntil(condition: () => boolean, ms: number): Promise<boolean> {
  const end = Date.now() + ms;
  while (!condition()) {
    if (Date.now() > end) return false;
    await sleep(10);
  }
  return true;
}

/** The same for a process that is about to exit, where nothing asynchronous runs any more. */
export function waitUntilNow(condition: () => boolean, ms: number): boolean {
  const end = Date.now() + ms;
  const clock = new Int32Array(new SharedArrayBuffer(4));
  while (!condition()) {
    if (Date.now() > end) return false;
    Atomics.wait(clock, 0, 0, 10);
  }
  return true;
}
