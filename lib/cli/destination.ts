/** Where a snapshot goes: a file, stdout, or an object in S3. */

import { accessSync, constants, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DriftwatchError } from "../core/errors.ts";
import type { Console } from "./console.ts";
import { quoted } from "./quoted.ts";
import { writeObject } from "./s3.ts";

export interface Destination {
  /** Puts the bytes there, all of them or none. */
  write(bytes: Uint8Array): Promise<void>;
}

/**
 * What `--out` names.
 * @throws DriftwatchError `bad-argument` when nothing could be written there: better before a long reading than after
 */
export function destination(out: string, console: Console): Destination {
  if (out === "-") return { write: (bytes) => console.print(bytes) };
  if (/^s3:\/\/[^/]+\/./i.test(out)) return { write: (bytes) => writeObject(out, bytes) };
  if (out.includes("://") || out === "") throw refusal(`--out ${quoted(out)} is no place to write to`);
  return inFile(out);
}

function inFile(out: string): Destination {
  const path = resolved(out);
  const whole = attempt(out, () => isReplaceable(path));
  return { write: async (bytes) => attempt(out, () => (whole ? replace(path, bytes) : writeFileSync(path, bytes))) };
}

/** Whether a file can be put there; a device or a pipe has nothing to replace. Throws where nothing can be written. */
function isReplaceable(path: string): boolean {
  const present = statSync(path, { throwIfNoEntry: false });
  if (present?.isDirectory()) throw Object.assign(new Error("a directory"), { code: "EISDIR" });
  const whole = present === undefined || present.isFile();
  accessSync(whole ? dirname(path) : path, constants.W_OK);
  return whole;
}

function attempt<T>(out: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw unwritable(out, cause);
  }
}

/** Follows symbolic links, so that the file is replaced and not the link to it. */
function resolved(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Readers see the old content or the new. In one go, so that no interruption leaves the temporary file behind. */
function replace(path: string, bytes: Uint8Array): void {
  const temporary = join(dirname(path), `.driftwatch-${process.pid}.tmp`);
  try {
    writeFileSync(temporary, bytes, { flag: "wx" });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function unwritable(out: string, cause: unknown): DriftwatchError {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "failed";
  if (code === "EISDIR") return refusal(`--out ${quoted(out)} is a directory`, cause);
  const why = code === "ENOENT" ? `there is no directory ${quoted(dirname(out))}` : code;
  return refusal(`--out ${quoted(out)} cannot be written (${why})`, cause);
}

const refusal = (got: string, cause?: unknown): DriftwatchError =>
  new DriftwatchError(
    "bad-argument",
    got,
    "give a file in a directory you may write to, an s3:// URI, or - for stdout",
    {
      cause,
    },
  );
