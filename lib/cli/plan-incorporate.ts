/** `driftwatch plan --incorporate`: the live schema is right, and a new migration of the project makes it so everywhere. */

import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { parseAddress } from "../core/address.ts";
import { count } from "../core/count.ts";
import { DriftwatchError } from "../core/errors.ts";
import { scriptOf } from "../core/plan.ts";
import type { Proof } from "../core/proof.ts";
import { compare } from "../engine/compare.ts";
import type { Planned } from "../engine/plan.ts";
import { withParser } from "../engine/renames/renames.ts";
import { KINDS } from "../kinds/registry.ts";
import { createFile, replaceFile } from "../local/files.ts";
import { Directory, FOREIGN } from "../migrations/directory.ts";
import type { NewChange, NewFile } from "../migrations/new-migration.ts";
import { apartIn, layoutNamed, recognised, writerOf } from "../migrations/project.ts";
import { interpreterOf } from "../migrations/tools/python.ts";
import { renderJson } from "../report/json.ts";
import { printable } from "../report/printable.ts";
import type { Console } from "./console.ts";
import { migrationParts, wholeOf } from "./migration-parts.ts";
import type { PlanOutput } from "./plan-files.ts";
import { dangersOf, refused, UNALLOWED } from "./plan-files.ts";
import { slugOf } from "./plan-naming.ts";
import type { AsRun } from "./plan-pending.ts";
import { withProgress } from "./progress.ts";
import { type ReplayedOptions, replayed } from "./replayed.ts";

export interface IncorporateOptions extends PlanOutput {
  /** The project. */
  readonly migrations: string;
  /** undefined = the one that knows the files. */
  readonly layout: string | undefined;
  readonly app: string | undefined;
  readonly online: boolean;
  /** true: must be proved; false: need not; undefined: where a scratch server can be had. */
  readonly prove: boolean | undefined;
  /** How the project is read and run. */
  readonly replay: ReplayedOptions;
  /** What the migrations come to without those that are still to be run. */
  readonly asRun?: AsRun | undefined;
}

/** A migration that fails when it is replayed is an error, and no outcome. */
type Replayed = Exclude<Proof, { readonly outcome: "failed" | "by-hand" }>;

/** Writes or prints the migration. @returns the exit code */
export async function incorporate(planned: Planned, options: IncorporateOptions, console: Console): Promise<number> {
  const { out, migrations, format, allowDanger, online } = options;
  const layout = layoutNamed(options.layout ?? recognised(new Directory(migrations)));
  if (online && apartIn(layout) === "never")
    throw new DriftwatchError(
      "bad-argument",
      `${layout} runs every migration in a transaction, in which nothing can be done online`,
      "leave out --online",
    );
  const dangers = allowDanger ? null : dangersOf(planned.down.steps);
  if (dangers !== null && out !== null) throw refused(dangers);
  const stage = mkdtempSync(join(tmpdir(), "driftwatch-stage-"));
  try {
    const project = join(stage, basename(migrations) || "migrations");
    cpSync(migrations, project, { recursive: true, filter: (path) => !FOREIGN.has(basename(path)) });
    lendPackages(migrations, project);
    const files = staged(project, layout, planned, options);
    const proof = await proofOf(project, layout, planned, options, console);
    if (out !== null) place(out, files);
    await tell({ layout, files, proof }, planned, format, out, console);
    if (dangers !== null) await console.say(`${dangers}; ${UNALLOWED}`);
    return proof.outcome === "remains" ? 2 : planned.verdict.status === "INCOMPLETE" ? 3 : 0;
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** A tool of the project's is run in the copy, and is not copied. */
function lendPackages(migrations: string, project: string): void {
  for (let folder = resolve(migrations); folder !== dirname(folder); folder = dirname(folder)) {
    const packages = join(folder, "node_modules");
    if (!existsSync(packages)) continue;
    symlinkSync(packages, join(project, "node_modules"));
    return;
  }
}

/** The new files, put into the copy of the project. A file runs in one transaction or in none, so there may be several. */
function staged(
  project: string,
  layout: string,
  planned: Planned,
  { message, now, app }: IncorporateOptions,
): NewFile[] {
  const write = writerOf(layout);
  const parts = migrationParts(planned.down, apartIn(layout));
  const ups = parts.length > 0 ? parts : [{ transactional: true, statements: [] }];
  const files = new Map<string, NewFile>();
  for (const [at, up] of ups.entries()) {
    const last = at === ups.length - 1;
    const number = ups.length > 1 ? `_${at + 1}` : "";
    for (const file of write(new Directory(project), {
      ...{ title: printable(message), slug: `${slugOf(message)}${number}`, now, app, up },
      // The whole way back belongs to what is run last, and so goes back first; together, and not online.
      down: last ? wholeOf(scriptOf(planned.verdict.remediation)) : null,
      changes: last ? changesOf(planned) : [],
      manual: last ? planned.down.manual.map(({ address, reason }) => printable(`${address}: ${reason}`)) : [],
    })) {
      mkdirSync(dirname(join(project, file.path)), { recursive: true });
      writeFileSync(join(project, file.path), file.content);
      files.set(file.path, file);
    }
  }
  return [...files.values()];
}

/** The live schema is right: what is found there is what the migration brings. */
function changesOf({ verdict, actual }: Planned): NewChange[] {
  const seen = new Set<string>();
  return verdict.findings.flatMap(({ verb, address, rename }): NewChange[] => {
    if (seen.has(address)) return [];
    seen.add(address);
    const to = rename?.to ?? address;
    const now = rename ? (parseAddress(to).path.at(-1) ?? null) : null;
    return [{ verb, address, now, spec: verb === "removed" ? null : (actual.objects.get(to)?.spec ?? null) }];
  });
}

/** History and the new migration, replayed, held against the live schema. */
async function proofOf(
  project: string,
  layout: string,
  { actual, looked }: Planned,
  { prove, replay, migrations, asRun = (all) => all }: IncorporateOptions,
  console: Console,
): Promise<Replayed> {
  if (prove === false) return { outcome: "not-tried", why: "--no-prove was given" };
  try {
    return await withProgress(console, "Replaying the migrations and the new one", async (tell) => {
      const all = await replayed(project, looked.scope, {
        ...{ ...replay, layout, tell, signal: console.signal },
        python: replay.python ?? (["django", "alembic"].includes(layout) ? interpreterOf(migrations) : undefined),
      });
      const { status, findings } = compare(
        KINDS,
        asRun(all),
        actual,
        looked.scope,
        undefined,
        [],
        await withParser({}),
      );
      if (status === "IN_SYNC" || findings.length === 0) return { outcome: "proved" };
      return { outcome: "remains", findings: findings.map(({ title, code }) => `${title} (${code})`), byHand: [] };
    });
  } catch (error) {
    if (prove === true || !(error instanceof DriftwatchError) || !SCRATCH.has(error.code)) throw error;
    return { outcome: "not-tried", why: error.message };
  }
}

/** What says that there was no place to prove it, and nothing about the migration. */
const SCRATCH: ReadonlySet<string> = new Set(["scratch-failed", "migrations-invalid", "source-unknown"]);

/** All of them, or none; what is there and is written anew comes last. */
function place(directory: string, files: readonly NewFile[]): void {
  const made: string[] = [];
  const known = new Set(new Directory(directory).files);
  try {
    for (const { path, content } of files.filter((file) => !known.has(file.path))) {
      if (!createFile(join(directory, path), content))
        throw new DriftwatchError("plan-refused", `${path} is there by now`, "run it again");
      made.push(join(directory, path));
    }
    for (const { path, content } of files.filter((file) => known.has(file.path)))
      replaceFile(join(directory, path), content);
  } catch (error) {
    for (const path of made) rmSync(path, { force: true });
    throw error;
  }
}

async function tell(
  { layout, files, proof }: { readonly layout: string; readonly files: readonly NewFile[]; readonly proof: Replayed },
  { down }: Planned,
  format: PlanOutput["format"],
  out: string | null,
  console: Console,
): Promise<void> {
  if (format === "json") {
    const paths = files.map(({ path, content }) => ({ path, content }));
    return console.print(
      renderJson({
        format: 1,
        layout,
        written: out !== null,
        files: paths,
        steps: down.steps,
        manual: down.manual,
        proof,
      }),
    );
  }
  const said = files.map(({ path, content }) =>
    out === null ? `${printable(path)}:\n\n${content}` : `Wrote ${printable(join(out, path))}`,
  );
  return console.print(`${[...said, ...proofLines(proof)].join("\n")}\n`);
}

function proofLines(proof: Replayed): string[] {
  switch (proof.outcome) {
    case "proved":
      return ["Proved: replayed, the migrations and the new one come to the live schema."];
    case "remains":
      return [
        `Not enough: replayed, ${count(proof.findings.length, "finding")} against the live schema ${proof.findings.length === 1 ? "remains" : "remain"}:`,
        ...proof.findings.map((line) => `  - ${printable(line)}`),
      ];
    case "not-tried":
      return [`Not proved: ${printable(proof.why)}`];
  }
}
