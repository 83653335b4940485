/** Files that are whole or not there: read, written and replaced so that nobody sees half of one. */

import { randomUUID } from "node:crypto";
import { constants, copyFileSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { DriftwatchError } from "../core/errors.ts";

/** `ENOENT`, or the error's name where there is no such code. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "failed";

/** The content; null when there is no such file. */
export function readFile(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw fileError(path, "read", error);
  }
}

/** Puts the content in place of whatever is there, in one step. */
export function replaceFile(path: string, content: Uint8Array | string): void {
  fromTemporary(path, content, (temporary) => renameSync(temporary, path));
}

/** @returns false when there is such a file already; it is left as it is */
export function createFile(path: string, content: Uint8Array | string): boolean {
  try {
    fromTemporary(path, content, (temporary) => linkNew(temporary, path));
    return true;
  } catch (error) {
    if (error instanceof DriftwatchError && codeOf(error.cause) === "EEXIST") return false;
    throw error;
  }
}

/** Unlike a rename, a link fails where something stands already. Some file systems have none: there a copy must do. */
function linkNew(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!["EPERM", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"].includes(codeOf(error))) throw error;
    copyFileSync(from, to, constants.COPYFILE_EXCL);
  }
}

function fromTemporary(path: string, content: Uint8Array | string, place: (temporary: string) => void): void {
  makeDirectory(dirname(path));
  const temporary = `${path}.${process.pid}.${randomUUID()}.tmp`;
  try {
    writeFileSync(temporary, content, { flag: "wx", flush: true });
    place(temporary);
  } catch (error) {
    throw fileError(path, "written", error);
  } finally {
    // Where that cannot be done, it lies there and is in nobody's way.
    removed(temporary);
  }
}

/** Whether the file is gone. */
export function removed(path: string): boolean {
  try {
    rmSync(path, { force: true });
    return true;
  } catch {
    return false;
  }
}

/** The directory, if need be with those it lies in. */
export function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw fileError(path, "created", error);
  }
}

export function fileError(path: string, what: string, cause: unknown): DriftwatchError {
  const code = codeOf(cause);
  return new DriftwatchError(
    "store-unavailable",
    `${path} could not be ${what} (${code})`,
    REMEDIES[code] ?? "check the file and its directory",
    { cause },
  );
}

const REMEDIES: Readonly<Record<string, string>> = {
  EACCES: "check the permissions of the file and its directory",
  EPERM: "check the permissions of the file and its directory",
  EROFS: "choose a directory that can be written to",
  ENOSPC: "free some space on the disk",
  EISDIR: "name a file: a directory is there",
  ENOTDIR: "name a directory: a file is there",
};
