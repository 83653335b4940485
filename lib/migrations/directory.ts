/** A project's directory, read once: its files by path, their text when somebody asks. */

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, posix } from "node:path";
import { byCodeUnit } from "../core/address.ts";
import { DriftwatchError, oneLine } from "../core/errors.ts";

/** Directories that hold other people's files. */
export const FOREIGN: ReadonlySet<string> = new Set([
  "node_modules",
  ".git",
  "__pycache__",
  "target",
  "vendor",
  ".venv",
  "venv",
]);
const DEEPEST = 6;

export class Directory {
  readonly path: string;
  /** Relative paths with slashes, by code unit. */
  readonly files: readonly string[];
  /** It is one file, which somebody gave by name. */
  readonly isFile: boolean;

  /**
   * @param path that of one SQL file stands for a directory that holds nothing else: a dump of a schema
   * @throws DriftwatchError `source-unknown` when there is no such directory
   */
  constructor(path: string) {
    this.isFile = attempt(path, () => !statSync(path).isDirectory());
    if (this.isFile && !isScript(path))
      throw new DriftwatchError(
        "source-unknown",
        `${path} is a file`,
        "give the directory of the migrations, or a file of SQL (.sql)",
      );
    this.path = this.isFile ? dirname(path) : path;
    this.files = this.isFile ? [basename(path)] : attempt(path, () => [...filesIn(path, "", 0)]).sort(byCodeUnit);
  }

  /** The files directly in it, or directly in one of its directories. */
  inside(folder = ""): string[] {
    return this.files.filter((file) => folderOf(file) === folder);
  }

  has(file: string): boolean {
    return this.files.includes(file);
  }

  /**
   * A file's text, without the mark some editors put before it.
   * @throws DriftwatchError `source-unreadable` when it is not UTF-8
   */
  text(file: string): string {
    const bytes = this.bytes(file);
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch (cause) {
      const line = new TextDecoder().decode(bytes).split("\ufffd")[0]?.split("\n").length;
      throw new DriftwatchError("source-unreadable", `${file} is not UTF-8 (line ${line})`, "save it as UTF-8", {
        cause,
      });
    }
  }

  /** The text of a file that may lie somewhere beside the directory; undefined when it does not. */
  beside(file: string): string | undefined {
    const path = join(this.path, file);
    return existsSync(path) ? readFileSync(path, "utf8") : undefined;
  }

  bytes(file: string): Buffer {
    if (!this.has(file))
      throw new DriftwatchError(
        "migrations-invalid",
        `${this.path} holds no ${file}`,
        "give the directory that holds it, or another --layout",
      );
    return attempt(file, () => readFileSync(join(this.path, file)));
  }
}

/** Whether a file is one of SQL, by its name. */
export const isScript = (path: string): boolean => /\.sql$/i.test(path);

/** Whether a file lies where by the folder's name the ways back are, or the checks. */
export const isAside = (file: string): boolean => /(^|\/)(downs?|rollbacks?|undo|reverts?|verify)\//i.test(file);

/** `2024/01` of `2024/01/x.sql`; empty of a file that lies in no folder. */
export const folderOf = (file: string): string => (file.includes("/") ? posix.dirname(file) : "");

/** What editors, tools and systems keep beside the files: `.git`, `.driftwatch`, `._1.sql` of macOS. */
export const isHidden = (name: string): boolean => name.startsWith(".");

export const nameOf = (file: string): string => posix.basename(file);

function* filesIn(root: string, folder: string, depth: number): Iterable<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (depth < DEEPEST && !FOREIGN.has(entry.name) && !isHidden(entry.name)) yield* filesIn(root, path, depth + 1);
    } else yield path;
  }
}

function attempt<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    if (code === "ENOENT" || code === "ENOTDIR")
      throw new DriftwatchError(
        "source-unknown",
        `there is no directory ${name}`,
        "give the directory of the migrations",
      );
    throw new DriftwatchError(
      "source-unreadable",
      `${name} cannot be read (${code || oneLine(cause)})`,
      "check its permissions",
      {
        cause,
      },
    );
  }
}
