/** Sqitch: the changes of `sqitch.plan` in its order, each `deploy/<change>.sql`, run by psql. */

import { createHash } from "node:crypto";
import { basename, resolve } from "node:path";
import { type Directory, folderOf, nameOf } from "../directory.ts";
import { distinct, invalid, type Layout, migration } from "../layout.ts";

const PLAN = "sqitch.plan";
const DEPLOY = "deploy";
const CHANGE = /^\s*\+?\s*([^\s@%#[\]+-][^\s#[\]]*)\s+(?:\[[^\]]*\]\s*)?\d{4}-\d\d-\d\dT/;
const PROJECT = /^\s*%\s*project\s*=\s*(\S+)/m;
const TAG = /^\s*@(\S+)\s/;

export const sqitch: Layout = {
  name: "sqitch",
  title: "Sqitch",
  recognises: (directory) => plansIn(directory).length > 0,
  read: (directory) => {
    const [plan, other] = plansIn(directory);
    if (!plan) return [];
    if (other)
      throw invalid(`${directory.path} holds ${plan.name} and ${other.name}`, "give the directory of one of them");
    const [, group = null] = PROJECT.exec(plan.text) ?? [];
    const migrations = changesIn(plan.text).map(({ name, tags }) => {
      const known = ["", ...tags].map((tag) => `${name}${tag}`);
      // Of a change that was reworked, the former script keeps the name of a tag.
      const id = (tags.length === 0 ? known : known.slice(1)).find((each) =>
        directory.has(`${plan.folder}${each}.sql`),
      );
      if (id === undefined)
        throw invalid(
          `${plan.name} names ${name}, and there is no ${plan.folder}${known.at(tags.length === 0 ? 0 : 1)}.sql`,
          "give the directory that holds the plan and its deploy/",
        );
      const file = `${plan.folder}${id}.sql`;
      const checksum = createHash("sha1").update(directory.bytes(file)).digest("hex");
      return migration({ id, name: id, group, file, checksum, script: directory.text(file), transaction: "each" });
    });
    return distinct(migrations, "name");
  },
};

interface Plan {
  readonly name: string;
  readonly text: string;
  /** Where its scripts are, with a slash; empty of the directory itself. */
  readonly folder: string;
}

function plansIn(directory: Directory): Plan[] {
  const plans = directory.files
    .filter((file) => nameOf(file) === PLAN)
    .map((file) => {
      const folder = folderOf(file);
      return { name: file, text: directory.text(file), folder: `${folder === "" ? "" : `${folder}/`}${DEPLOY}/` };
    });
  const above = basename(resolve(directory.path)) === DEPLOY ? directory.beside(`../${PLAN}`) : undefined;
  return above === undefined ? plans : [{ name: `../${PLAN}`, text: above, folder: "" }, ...plans];
}

interface Change {
  readonly name: string;
  /** Those that it had got when it was reworked. */
  readonly tags: readonly string[];
}

function changesIn(text: string): Change[] {
  const changes: { name: string; tags: readonly string[]; since: string[] }[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [, tag] = TAG.exec(line) ?? [];
    if (tag !== undefined) for (const { since } of changes) since.push(`@${tag}`);
    const [, name] = CHANGE.exec(line) ?? [];
    if (name === undefined) continue;
    const former = changes.findLast((change) => change.name === name);
    if (former) former.tags = [...former.since];
    changes.push({ name, tags: [], since: [] });
  }
  return changes;
}
