/** A lock between processes: a file that only one of them can create. */

import { existsSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { DriftwatchError } from "../core/errors.ts";
import { codeOf, createFile, removed } from "./files.ts";

const PATIENCE_MS = 5_000;
const PAUSE_MS = 10;

/**
 * Does `work` while no other process does. `work` is synchronous: only a process that is killed in the middle of it
 * leaves the lock behind, and then its owner is gone and the lock is broken.
 */
export async function withLock<T>(path: string, work: () => T, patienceMs = PATIENCE_MS): Promise<T> {
  const end = Date.now() + patienceMs;
  if (left.has(path) && isOurs(path)) letGo(path);
  while (!acquire(path)) {
    if (Date.now() > end) throw stuck(path, patienceMs);
    if (!isAbandoned(path) || !breakLock(path)) await sleep(PAUSE_MS * (1 + Math.random()));
  }
  try {
    return work();
  } finally {
    letGo(path);
  }
}

/**
 * Finds what a killed process has left behind and no check clears away: the lock of a process on another machine (a
 * container that is gone), and one that was being broken.
 * @throws DriftwatchError `store-unavailable`, which says what to delete
 */
export function refuseLeftLock(path: string): void {
  const broken = existsSync(`${path}.break`) && !isHeldHere(`${path}.break`);
  const foreign = existsSync(path) && !isHeldHere(path) && !isAbandoned(path);
  if (!broken && !foreign) return;
  const left = broken ? `${path}.break` : path;
  const owner = ownerOf(left);
  const by = owner ? `process ${owner.pid} of ${owner.host}` : "nobody knows whom";
  throw new DriftwatchError(
    "store-unavailable",
    `${left} was left behind by ${by}`,
    `if no check is running there, delete it${broken ? ` and ${path}, if it is there` : ""}`,
  );
}

interface Owner {
  readonly pid: number;
  readonly host: string;
}

function ownerOf(path: string): Owner | undefined {
  try {
    const [, pid, host] = /^(\d+) (.+)$/.exec(readFileSync(path, "utf8")) ?? [];
    return pid === undefined || host === undefined ? undefined : { pid: Number(pid), host };
  } catch {
    return undefined;
  }
}

/** Locks that could not be removed (the disk failed): nobody else breaks them as long as this process lives. */
const left = new Set<string>();

function letGo(path: string): void {
  if (removed(path)) left.delete(path);
  else left.add(path);
}

function isOurs(path: string): boolean {
  try {
    return readFileSync(path, "utf8") === ownerHere();
  } catch {
    return false;
  }
}

const ownerHere = (): string => `${process.pid} ${hostname()}`;

/** Whole or not at all: of a lock that names half an owner nobody could tell whose it is, and it would stay for ever. */
const acquire = (path: string): boolean => !existsSync(path) && createFile(path, ownerHere());

/** Whether the owner was a process of this very machine that has ended. */
function isAbandoned(path: string): boolean {
  const owner = ownerOf(path);
  return owner?.host === hostname() && !isAlive(owner.pid);
}

function isHeldHere(path: string): boolean {
  const owner = ownerOf(path);
  return owner?.host === hostname() && isAlive(owner.pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, under another account.
    return codeOf(error) !== "ESRCH";
  }
}

/**
 * Removes an abandoned lock. Of two processes that find it abandoned the slower one would remove the lock that the
 * faster one has taken meanwhile; so removing takes a lock of its own, and looks once more.
 */
function breakLock(path: string): boolean {
  const breaker = `${path}.break`;
  if (!acquire(breaker)) return false;
  try {
    return isAbandoned(path) && removed(path);
  } finally {
    letGo(breaker);
  }
}

const stuck = (path: string, patienceMs: number): DriftwatchError =>
  new DriftwatchError(
    "store-unavailable",
    `${path} has been there for more than ${patienceMs / 1_000} s`,
    `if no other check is running, delete it (and ${path}.break, if there is one)`,
  );
