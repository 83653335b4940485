/** A project's directory for a test, written out and removed again. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { openProject, type ProjectOptions } from "../../lib/migrations/project.ts";
import type { OpenSource } from "../../lib/migrations/source.ts";

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** The path of a directory with these files; it goes when the test ends. */
export function directoryOf(files: Files): string {
  const path = written(files);
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

/** The migrations of a directory with these files, which is gone by then: for what is read at once. */
export const projectOf = (files: Files, options: Partial<ProjectOptions> = {}): OpenSource =>
  inDirectory(files, (path) => openProject(path, { placeholders: {}, ...options }));

export function inDirectory<T>(files: Files, work: (path: string) => T): T {
  const path = written(files);
  try {
    return work(path);
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
