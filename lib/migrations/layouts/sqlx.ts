/** sqlx: `<version>_title.sql`, or `.up.sql` beside `.down.sql`; a first line `-- no-transaction` means what it says. */

import { createHash } from "node:crypto";
import { type Directory, nameOf } from "../directory.ts";
import { byNumber, distinct, type Layout, migration } from "../layout.ts";
import { type NewPart, nextNumber, scriptOf } from "../new-migration.ts";

const FILE = /^(\d+)_(.*?)(\.up)?\.sql$/;
const DOWN = /\.down\.sql$/;

/** What makes a file that of another tool, whatever the program is written in. */
const MARKED = /^\s*--\s*(?:migrate:up|\+goose\s+up|liquibase\s+formatted|[\s-]*up\s+migration)/im;

const CRATE = /^\s*(?:sqlx(?:\.workspace)?\s*=|\[(?:[\w.-]+\.)?[\w-]*dependencies\.sqlx\])/m;
const ABOVE = ["", "../", "../../", "../../../"];

/** Whether it belongs to a program that has sqlx among its crates: nobody's directory, where one file was given. */
export const isOfRust = (directory: Directory): boolean =>
  !directory.isFile &&
  !directory.has("meta/_journal.json") &&
  ABOVE.some((folder) => CRATE.test(directory.beside(`${folder}Cargo.toml`) ?? ""));

/** Whether it belongs to a program in Go, too. */
export const isOfGo = (directory: Directory): boolean =>
  ABOVE.some((folder) => directory.beside(`${folder}go.mod`) !== undefined);

export const sqlx: Layout = {
  name: "sqlx",
  title: "sqlx",
  // Its files are those of others; what gives it away is how they are written, or what lies around them.
  recognises: (directory) => {
    const files = directory.inside().filter((file) => FILE.test(file) && !DOWN.test(file));
    return (
      files.some((file) => /^-- no-transaction/.test(directory.text(file))) ||
      (files.length > 0 && isOfRust(directory) && !files.some((file) => MARKED.test(directory.text(file))))
    );
  },
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
