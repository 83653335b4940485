/** The operating-system account a throw-away server runs under: PostgreSQL refuses to run as root. */

import { readFileSync, type Stats, statSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname } from "node:path";
import { DriftwatchError } from "../../core/errors.ts";

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** `nobody` first: on a database host `postgres` owns real data. */
const CANDIDATES = ["nobody", "postgres", "daemon"];

/** The account to run the server under; undefined stands for our own. */
export function serverAccount(): Account | undefined {
  const uid = process.getuid?.();
  if (uid === undefined) return undefined;
  if (uid === 0) return unprivileged(readFileSync("/etc/passwd", "utf8"));
  try {
    userInfo();
    return undefined;
  } catch (cause) {
    throw new DriftwatchError(
      "scratch-failed",
      `PostgreSQL refuses to run as user id ${uid}, which has no name on this machine`,
      "add a line for it to /etc/passwd, or run as a user that has one",
      { cause },
    );
  }
}

/** The first account in a passwd file that fits. */
export function unprivileged(passwd: string): Account {
  const lines = passwd.split("\n").map((line) => line.split(":"));
  for (const name of CANDIDATES) {
    const [, , uid, gid] = lines.find((fields) => fields[0] === name) ?? [];
    // macOS gives `nobody` the id -2, which Node cannot pass on.
    if (Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new DriftwatchError(
    "scratch-failed",
    `PostgreSQL refuses to run as root, and /etc/passwd has none of ${CANDIDATES.join(", ")}`,
    "run as an ordinary user",
  );
}

/** Whether the account may pass through a directory and all above it. */
export function mayEnter(directory: string, account: Account): boolean {
  const parent = dirname(directory);
  return isOpenTo(statSync(directory), account) && (parent === directory || mayEnter(parent, account));
}

function isOpenTo(stats: Stats, { uid, gid }: Account): boolean {
  const bits = stats.uid === uid ? stats.mode >> 6 : stats.gid === gid ? stats.mode >> 3 : stats.mode;
  return (bits & 1) === 1;
}
