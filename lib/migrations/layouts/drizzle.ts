/** Drizzle: `meta/_journal.json` tells the order, `--> statement-breakpoint` where statements end. */

import { createHash, randomUUID } from "node:crypto";
import { oneLine } from "../../core/errors.ts";
import type { Directory } from "../directory.ts";
import { distinct, invalid, type Layout, migration } from "../layout.ts";
import { type NewFile, scriptOf } from "../new-migration.ts";

const JOURNAL = "meta/_journal.json";

export const drizzle: Layout = {
  name: "drizzle",
  title: "Drizzle",
  recognises: (directory) => directory.has(JOURNAL),
  read: (directory) =>
    distinct(
      entriesOf(directory).map(({ tag, when }) => {
        const file = `${tag}.sql`;
        if (!directory.has(file))
          throw invalid(`${JOURNAL} names ${file}, which is not there`, "restore it, or generate the migrations again");
        const script = directory.text(file);
        // By their time alone its ledger tells them apart.
        const checksum = createHash("sha256").update(script).digest("hex");
        return migration({ id: String(when), name: tag, file, checksum, script });
      }),
      "time",
    ),
  apart: "never",
  write: (directory, { slug, now, up, manual }) => {
    const entries = directory.has(JOURNAL) ? entriesOf(directory) : [];
    const journal = directory.has(JOURNAL) ? (JSON.parse(directory.text(JOURNAL)) as object) : NEW_JOURNAL;
    const { idx = -1, when = 0, version, breakpoints = true } = entries.at(-1) ?? {};
    const number = String(idx + 1).padStart(4, "0");
    const entry = {
      idx: idx + 1,
      ...{ version: version ?? NEW_JOURNAL.version, when: Math.max(now.getTime(), when + 1) },
      ...{ tag: `${number}_${slug}`, breakpoints },
    };
    const each = up.statements.map((statement) => scriptOf({ ...up, statements: [statement] }));
    return [
      { path: `${entry.tag}.sql`, content: `${each.join("--> statement-breakpoint\n")}${scriptOf(null, manual)}` },
      ...snapshotAfter(directory, idx, number),
      { path: JOURNAL, content: `${JSON.stringify({ ...journal, entries: [...entries, entry] }, null, 2)}\n` },
    ];
  },
};

interface Entry {
  readonly idx: number;
  readonly when: number;
  readonly tag: string;
  readonly version?: string;
  readonly breakpoints?: boolean;
}

const NEW_JOURNAL = { version: "7", dialect: "postgresql" };

function entriesOf(directory: Directory): Entry[] {
  const journal = directory.text(JOURNAL);
  try {
    const { entries } = JSON.parse(journal) as { readonly entries: readonly Entry[] };
    return [...entries].sort((a, b) => a.idx - b.idx);
  } catch (cause) {
    throw invalid(`${JOURNAL} is no journal of Drizzle (${oneLine(cause)})`, "restore it");
  }
}

/** What the next `drizzle-kit generate` compares with: the one before, as its own custom migrations have it. */
function snapshotAfter(directory: Directory, idx: number, number: string): NewFile[] {
  const before = `meta/${String(idx).padStart(4, "0")}_snapshot.json`;
  if (!directory.has(before)) return [];
  const snapshot = JSON.parse(directory.text(before)) as { readonly id: string };
  const next = { ...snapshot, id: randomUUID(), prevId: snapshot.id };
  return [{ path: `meta/${number}_snapshot.json`, content: `${JSON.stringify(next, null, 2)}\n` }];
}
