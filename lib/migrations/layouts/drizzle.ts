/** Drizzle: `meta/_journal.json` tells the order, `--> statement-breakpoint` where statements end. */

import { createHash } from "node:crypto";
import { oneLine } from "../../core/errors.ts";
import type { Directory } from "../directory.ts";
import { invalid, type Layout, migration } from "../layout.ts";

const JOURNAL = "meta/_journal.json";

export const drizzle: Layout = {
  name: "drizzle",
  title: "Drizzle",
  recognises: (directory) => directory.has(JOURNAL),
  read: (directory) =>
    entriesOf(directory).map(({ tag, when }) => {
      const file = `${tag}.sql`;
      if (!directory.has(file))
        throw invalid(`${JOURNAL} names ${file}, which is not there`, "restore it, or generate the migrations again");
      const script = directory.text(file);
      // By their time alone its ledger tells them apart.
      const checksum = createHash("sha256").update(script).digest("hex");
      return migration({ id: String(when), name: tag, file, checksum, script });
    }),
};

interface Entry {
  readonly idx: number;
  readonly when: number;
  readonly tag: string;
}

function entriesOf(directory: Directory): Entry[] {
  try {
    const { entries } = JSON.parse(directory.text(JOURNAL)) as { readonly entries: readonly Entry[] };
    return [...entries].sort((a, b) => a.idx - b.idx);
  } catch (cause) {
    throw invalid(`${JOURNAL} is no journal of Drizzle (${oneLine(cause)})`, "restore it");
  }
}
