/** A project's directory for a test, written out and removed again. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { Directory } from "../../lib/migrations/directory.ts";
import { type Project, readProject } from "../../lib/migrations/layouts/registry.ts";

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** The path of a directory with these files; it goes when the test ends. */
export function directoryOf(files: Files): string {
  const path = written(files);
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

/** The migrations of a directory with these files, which is gone by then. */
export function projectOf(files: Files, layout?: string, placeholders: Readonly<Record<string, string>> = {}): Project {
  const path = written(files);
  try {
    return readProject(new Directory(path), layout, { placeholders });
  } finally {
    rmSync(path, { recursive: true });
  }
}

function written(files: Files): string {
  const path = mkdtempSync(join(tmpdir(), "driftwatch-project-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return path;
}
