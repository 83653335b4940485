/** sqlx: `<version>_title.sql`, or `.up.sql` beside `.down.sql`; a first line `-- no-transaction` means what it says. */

import { createHash } from "node:crypto";
import { nameOf } from "../directory.ts";
import { byNumber, distinct, type Layout, migration } from "../layout.ts";
import { type NewPart, nextNumber, scriptOf } from "../new-migration.ts";

const FILE = /^(\d+)_(.*?)(\.up)?\.sql$/;
const DOWN = /\.down\.sql$/;

export const sqlx: Layout = {
  name: "sqlx",
  title: "sqlx",
  // Its files are those of others; what gives it away is how they are written, or what lies around them.
  recognises: (directory) =>
    directory.inside().some((file) => FILE.test(file) && /^-- no-transaction/.test(directory.text(file))),
  read: (directory) =>
    distinct(
      directory
        .inside()
        .flatMap((file) => {
          const [, version, title = ""] = DOWN.test(file) ? [] : (FILE.exec(nameOf(file)) ?? []);
          if (version === undefined) return [];
          const script = directory.text(file);
          const checksum = createHash("sha384").update(directory.bytes(file)).digest("hex");
          const transaction = script.startsWith("-- no-transaction") ? "message" : "one";
          const id = BigInt(version).toString();
          return [migration({ id, name: title.replaceAll("_", " "), file, script, checksum, transaction })];
        })
        .sort((a, b) => byNumber(a.id, b.id)),
    ),
  apart: "statement",
  write: (directory, { slug, now, up, down, manual }) => {
    const files = directory.inside().filter((file) => /^\d+_.*\.sql$/.test(file));
    const stem = `${nextNumber(
      files.flatMap((file) => /^\d+/.exec(nameOf(file))?.[0] ?? []),
      now,
      "seconds",
    )}_${slug}`;
    const mark = (part: NewPart | null) => (part?.transactional === false ? "-- no-transaction\n" : "");
    // All of a project's are simple, or all of them can be reverted.
    const reversible = files.length === 0 || files.some((file) => /\.up\.sql$/.test(file));
    const forward = `${mark(up)}${scriptOf(up, manual)}`;
    if (!reversible) return [{ path: `${stem}.sql`, content: forward }];
    return [
      { path: `${stem}.up.sql`, content: forward },
      { path: `${stem}.down.sql`, content: `${mark(down)}${scriptOf(down)}` },
    ];
  },
};
