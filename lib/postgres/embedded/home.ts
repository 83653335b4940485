/** The directory a throw-away server lives in: data, socket, log and the name of its owner, all removed with it. */

import {
  chownSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { DriftwatchError } from "../../core/errors.ts";
import { type Account, mayEnter } from "./account.ts";
import { commandLine, isAlive, kill, waitUntil } from "./process.ts";

const PREFIX = "driftwatch-pg-";

/** Unix socket paths end at 107 bytes on Linux and 103 on macOS. */
const LONGEST_SOCKET_PATH = 103;
const SOCKET = `${PREFIX}XXXXXX/.s.PGSQL.5432`;

export const dataIn = (home: string): string => join(home, "data");
export const logIn = (home: string): string => join(home, "server.log");
const ownerIn = (home: string): string => join(home, "owner");

/** A new directory that only the account may enter: whoever reaches the socket is superuser. */
export function createHome(account: Account | undefined): string {
  const home = mkdtempSync(join(basis(account), PREFIX));
  writeFileSync(ownerIn(home), `${process.pid} ${hostname()}`);
  if (account) chownSync(home, account.uid, account.gid);
  return home;
}

export const removeHome = (home: string): void => rmSync(home, { recursive: true, force: true, maxRetries: 5 });

/** Ends servers and removes directories whose owner died without doing so (SIGKILL). */
export async function reapHomes(account: Account | undefined): Promise<void> {
  const root = basis(account);
  for (const name of readdirSync(root).filter((it) => it.startsWith(PREFIX))) {
    const home = join(root, name);
    if (!isOrphan(home, account?.uid ?? process.getuid?.())) continue;
    await endServer(home);
    try {
      removeHome(home);
    } catch {
      // Someone else is removing it at the same time; leftovers must not keep a new server from starting.
    }
  }
}

/** The directory for temporary files, or `/tmp` where that one has a long path or is closed to the account. */
function basis(account: Account | undefined): string {
  const candidates = [tmpdir(), ...(process.platform === "win32" ? [] : ["/tmp"])].filter(existsSync);
  const found = candidates.map((it) => realpathSync(it)).find((it) => fits(it, account));
  if (found !== undefined) return found;
  throw new DriftwatchError(
    "scratch-failed",
    `there is no directory for temporary files that can hold a throw-away server: tried ${tmpdir()}`,
    "set TMPDIR to a directory with a short path that everyone may enter",
  );
}

const fits = (directory: string, account: Account | undefined): boolean =>
  (process.platform === "win32" || join(directory, SOCKET).length <= LONGEST_SOCKET_PATH) &&
  (account === undefined || mayEnter(directory, account));

/** Ours to remove: our account's directory, its owner on this very machine (a container may share /tmp), and dead. */
function isOrphan(home: string, uid: number | undefined): boolean {
  try {
    const stats = lstatSync(home);
    const [pid, host] = readFileSync(ownerIn(home), "utf8").split(" ");
    return (
      stats.isDirectory() && (uid === undefined || stats.uid === uid) && host === hostname() && !isAlive(Number(pid))
    );
  } catch {
    // Gone already, not ours to read, or so new that its owner is not written yet.
    return false;
  }
}

/** The process must name the directory, too: a process id may have passed to someone else. */
async function endServer(home: string): Promise<void> {
  const pid = postmasterOf(home);
  const runs = (): boolean => pid !== undefined && commandLine(pid).includes(dataIn(home));
  for (const signal of ["SIGQUIT", "SIGKILL"] as const) {
    if (pid === undefined || !runs()) return;
    kill(pid, signal);
    await waitUntil(() => !runs(), 2_000);
  }
}

/** The process id a server writes into its data directory, as long as it runs. */
export function postmasterOf(home: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(dataIn(home), "postmaster.pid"), "utf8").split("\n", 1)[0]);
    return pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}
