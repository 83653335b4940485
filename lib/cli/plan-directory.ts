/** The directory that plans are kept in: four files each, and an index of them. */

import { rmSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { DriftwatchError } from "../core/errors.ts";
import { type Plan, type PlanFile, type PlanIndex, revisionOf, sealed, sha256 } from "../core/plan.ts";
import { planIndex, plan as planShape } from "../core/plan-shape.ts";
import { createFile, makeDirectory, readFile, replaceFile } from "../local/files.ts";
import { withLock } from "../local/lock.ts";
import { renderJson } from "../report/json.ts";
import { quoted } from "./quoted.ts";

export const INDEX = "plans.json";
const ENDING = ".plan.json";

export interface PlanFiles {
  readonly plan: Plan;
  /** Its other files by name, as they are named in it. */
  readonly contents: ReadonlyMap<string, string>;
}

/**
 * Puts the files there and notes the plan in the index: all of that, or nothing.
 * @returns the paths, the plan's own last
 */
export async function writePlan(directory: string, { plan, contents }: PlanFiles): Promise<string[]> {
  makeDirectory(directory);
  const files = new Map([...contents, [plan.id + ENDING, renderJson(plan)]]);
  return withLock(join(directory, ".plans.lock"), () => {
    const known = indexOf(directory);
    const made: string[] = [];
    try {
      for (const [name, content] of files) {
        const path = join(directory, name);
        if (!createFile(path, content)) throw taken(path);
        made.push(path);
      }
      const revisions = [...known.revisions, revisionOf(plan)].sort((a, b) => (a.id < b.id ? -1 : 1));
      replaceFile(join(directory, INDEX), renderJson({ format: 1, revisions } satisfies PlanIndex));
    } catch (error) {
      for (const path of made) rmSync(path, { force: true });
      throw error;
    }
    return made;
  });
}

const taken = (path: string): DriftwatchError =>
  new DriftwatchError("plan-refused", `${path} is there already`, "give another --message, or wait a second");

/** The index of a directory; empty where none is. */
export function indexOf(directory: string): PlanIndex {
  const path = join(directory, INDEX);
  const text = readFile(path)?.toString("utf8");
  if (text === undefined) return { format: 1, revisions: [] };
  const index = parsed(text);
  if (planIndex(index)) return index as PlanIndex;
  throw new DriftwatchError("source-unreadable", `${path} is no index of plans`, "restore it from version control");
}

/**
 * A plan and what its files hold, as driftwatch wrote them.
 * @throws DriftwatchError `plan-edited` when any of them is not
 */
export function readPlan(directory: string, id: string): PlanFiles {
  const path = join(directory, id + ENDING);
  // A name that is none leads elsewhere, or nowhere.
  if (!/^[\w-]+$/.test(id)) throw edited(join(directory, INDEX), "names a plan as none is called");
  const text = readFile(path)?.toString("utf8");
  if (text === undefined) throw edited(path, "is gone");
  const read = parsed(text);
  const plan = read as Plan;
  if (!planShape(read) || plan.id !== id) throw edited(path, "is no plan of this version");
  if (sealed(plan).digest !== plan.digest || renderJson(plan) !== text) throw edited(path, "was changed by hand");
  const isOwn = ({ name }: PlanFile) => name.startsWith(`${id}.`) && /^[\w.-]+$/.test(name);
  if (!plan.files.every(isOwn)) throw edited(path, "names a file that is none of its own");
  const contents = plan.files.map(({ name, sha256: digest }): [string, string] => {
    const content = readFile(join(directory, name));
    if (content === null) throw edited(join(directory, name), "is gone");
    if (sha256(content) !== digest) throw edited(join(directory, name), "was changed by hand");
    return [name, content.toString("utf8")];
  });
  return { plan, contents: new Map(contents) };
}

const edited = (path: string, what: string): DriftwatchError =>
  new DriftwatchError("plan-edited", `${path} ${what}`, "restore it from version control, or make the plan again");

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Every plan of a directory, the oldest first.
 * @throws DriftwatchError `plan-edited` where a file is not what was written, `source-unknown` without such a directory
 */
export async function plansIn(directory: string): Promise<Plan[]> {
  const names = await readdir(directory).catch((cause: unknown) => {
    throw new DriftwatchError(
      "source-unknown",
      `there is no directory ${quoted(directory)}`,
      "give the one with plans in it",
      { cause },
    );
  });
  const { revisions } = indexOf(directory);
  const ids = names.filter((name) => name.endsWith(ENDING)).map((name) => name.slice(0, -ENDING.length));
  const stray = ids.find((id) => !revisions.some((revision) => revision.id === id));
  if (stray !== undefined) throw edited(join(directory, stray + ENDING), `is not in ${INDEX}`);
  return revisions.map((revision) => {
    const { plan } = readPlan(directory, revision.id);
    if (JSON.stringify(revisionOf(plan)) !== JSON.stringify(revision))
      throw edited(join(directory, INDEX), `says something else of ${plan.id}`);
    return plan;
  });
}
