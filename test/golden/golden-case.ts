/** A golden case as its folder holds it. See README.md beside this file. */

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface GoldenFinding {
  readonly code: string;
  readonly address: string;
  readonly severity: string;
  /** How many changes are folded into it. */
  readonly consequences: number;
  /** Of a rename: the address now, and how it is known. */
  readonly to?: string;
  readonly by?: string;
}

/** What one direction of a case is expected to say. */
export interface Judgement {
  readonly findings: readonly GoldenFinding[];
  /** `address attribute` of what no statement can put back. */
  readonly manual: readonly string[];
}

export interface GoldenCase {
  readonly folder: string;
  /** What both databases are made of, … */
  readonly setup: string;
  /** … what else the expected one holds, … */
  readonly expected: string;
  /** … and what happened to the actual one. */
  readonly actual: string;
  /** How many findings are right, where it is not one; the way back may differ. */
  readonly mutations: number;
  readonly reverseMutations: number;
  /** The way back cannot be repaired, so it is judged only. */
  readonly oneWay: boolean;
  /** The expected snapshot is of another database, so that nothing proves what was renamed. */
  readonly apart: boolean;
  /** The server it needs; null where that of the run will do. */
  readonly major: number | null;
}

export interface Findings {
  /** The actual database, where the expected one was wanted … */
  readonly drifted: Judgement;
  /** … and the other way round. */
  readonly reversed: Judgement;
}

/** `meta.json`; `because` says why a case is no ordinary one. */
interface Meta {
  readonly mutations?: number;
  readonly reverseMutations?: number;
  readonly oneWay?: boolean;
  readonly apart?: boolean;
  readonly major?: number;
  readonly because?: string;
}

/** The cases for the server of the run … */
export const GOLDEN = import.meta.dirname;
/** … those that ask for the whole cluster, on one of their own … */
export const CLUSTER_GOLDEN = join(import.meta.dirname, "../golden-cluster");
/** … and those that need another major, of either sort. */
export const MAJORS_GOLDEN = join(import.meta.dirname, "../majors/golden");
export const MAJORS_CLUSTER_GOLDEN = join(import.meta.dirname, "../majors/golden-cluster");

/** @param part what the names have in them */
export const caseNames = (root: string, part = ""): string[] =>
  readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.includes(part))
    .map(({ name }) => name)
    .sort();

export function readCase(root: string, name: string): GoldenCase {
  const folder = join(root, name);
  const read = (file: string) => (existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8") : "");
  const meta = JSON.parse(read("meta.json") || "{}") as Meta;
  const mutations = meta.mutations ?? 1;
  return {
    folder,
    setup: read("setup.sql"),
    expected: read("expected.sql"),
    actual: read("actual.sql"),
    mutations,
    reverseMutations: meta.reverseMutations ?? mutations,
    oneWay: meta.oneWay ?? false,
    apart: meta.apart ?? false,
    major: meta.major ?? null,
  };
}

const findingsFile = ({ folder }: Pick<GoldenCase, "folder">): string => join(folder, "findings.json");

export const readFindings = (golden: Pick<GoldenCase, "folder">): Findings =>
  JSON.parse(readFileSync(findingsFile(golden), "utf8")) as Findings;

/** As the formatter has it: a list of words on one line where it fits. */
export function writeFindings(golden: GoldenCase, findings: Findings): void {
  const text = JSON.stringify(findings, null, 2).replaceAll(/\[\n\s+("[^\]{]*")\n\s+\]/g, (list, words: string) => {
    const line = `[${words.split(/,\n\s+/).join(", ")}]`;
    return line.length + '    "manual": '.length <= 120 ? line : list;
  });
  writeFileSync(findingsFile(golden), `${text}\n`);
}

/** SQL that is sent together, or a statement that has to run outside a transaction, or to fail. */
export interface Section {
  readonly sql: string;
  readonly fails: boolean;
}

/** Lines `-- alone` and `-- alone, fails` begin a section of their own. */
export function sections(sql: string): Section[] {
  const parts = sql.split(/^-- alone(, fails)?$/m);
  const found = [{ sql: parts[0] ?? "", fails: false }];
  for (let at = 1; at < parts.length; at += 2) found.push({ sql: parts[at + 1] ?? "", fails: parts[at] !== undefined });
  return found.filter((section) => section.sql.trim() !== "");
}
