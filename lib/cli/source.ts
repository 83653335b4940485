/** Where a snapshot comes from: a file, a live database, an object in S3, or SQL that is run on a scratch database. */

import { type Stats, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { DriftwatchError, type ErrorCode } from "../core/errors.ts";
import type { Scope, Snapshot } from "../core/snapshot.ts";
import { parseSnapshot } from "../core/snapshot-file.ts";
import { recanonicalise } from "../engine/introspection/recanonicalise.ts";
import { takeSnapshot } from "../index.ts";
import { KINDS } from "../kinds/registry.ts";
import { isScript } from "../migrations/directory.ts";
import { describeEndpoint, parseDatabaseUrl } from "../postgres/endpoint.ts";
import { SqlTexts } from "../sqltext/sqltext.ts";
import { quoted } from "./quoted.ts";
import { type ReplayedOptions, replayed } from "./replayed.ts";
import { readObject } from "./s3.ts";

/** What a SOURCE may be, for the help of commands that take one. */
export const SOURCE_HELP =
  "a snapshot file, a directory of migrations, a .sql file with the whole schema, a postgres:// URL or an s3:// URI";
const REMEDY = `give ${SOURCE_HELP}`;

/**
 * The snapshot a SOURCE names, in the canonical form of today.
 * @param scope what to read of a live database, or of what migrations come to
 * @param tell says what is being done, for whoever watches
 * @param replay how migrations are read and run
 * @throws DriftwatchError `source-unknown` when it is neither file nor URL
 */
export async function readSource(
  source: string,
  scope: Scope,
  tell: (text: string) => void = () => undefined,
  replay: ReplayedOptions = {},
): Promise<Snapshot> {
  if (isLive(source)) return readLive(source, scope);
  if (isToReplay(source)) return replayed(source, scope, { ...replay, tell });
  const content = isObject(source) ? await readObject(source) : await fromFile(source);
  return recanonicalise(KINDS, parseSnapshot(content, source), new SqlTexts());
}

/** Whether a SOURCE is a database. */
export const isLive = (source: string): boolean => /^postgres(ql)?:\/\//i.test(source);

/** A SOURCE as reports name it: of a database where it is, and never who gets in there. */
export const sourceName = (source: string): string =>
  isLive(source) ? describeEndpoint(parseDatabaseUrl(source)) : source;

/** Whether a SOURCE is run on a scratch database to see what it comes to. */
export const isToReplay = (source: string): boolean => isDirectory(source) || isSchemaFile(source);

/** Whether a SOURCE can be looked for where it says, and is there if that is here. */
export const isThere = (source: string): boolean => isLive(source) || isObject(source) || isHere(source);

/** Whether a SOURCE is a file or a directory. */
export const isHere = (source: string): boolean => found(source) !== undefined;

const isObject = (source: string): boolean => /^s3:\/\//i.test(source);

/** Whether a SOURCE is a directory. */
export const isDirectory = (source: string): boolean => found(source)?.isDirectory() ?? false;

/** Whether a SOURCE is a file of SQL: what `pg_dump --schema-only` wrote, or `structure.sql`. */
const isSchemaFile = (source: string): boolean => isScript(source) && (found(source)?.isFile() ?? false);

function found(source: string): Stats | undefined {
  try {
    return statSync(source);
  } catch {
    // What is wrong with it is told when it is read.
    return undefined;
  }
}

export const readLive = (url: string, { include, exclude, ...others }: Scope): Promise<Snapshot> =>
  takeSnapshot(url, { schemas: { include, exclude }, ...others });

async function fromFile(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw unreadable(path, cause instanceof Error && "code" in cause ? String(cause.code) : "unreadable", cause);
  }
}

function unreadable(path: string, problem: string, cause: unknown): DriftwatchError {
  const [code, got, remedy]: [ErrorCode, string, string] =
    problem === "ENOENT" || problem === "ENOTDIR" || problem === "ENAMETOOLONG"
      ? ["source-unknown", `${quoted(path)} is neither a file nor a URL that can be read`, REMEDY]
      : ["source-unreadable", `the snapshot ${quoted(path)} cannot be read (${problem})`, "check its permissions"];
  return new DriftwatchError(code, got, remedy, { cause });
}
