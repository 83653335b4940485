/** node-pg-migrate, as far as it is SQL: `<timestamp>_title.sql` with `-- Up Migration` and `-- Down Migration`. */

import { nameOf } from "../directory.ts";
import { between, byNumber, distinct, type Layout, migration, refuseCode } from "../layout.ts";
import { nextNumber, scriptOf } from "../new-migration.ts";

const FILE = /^\d+[_-].*\.sql$/;
const UP = /^\s*--[\s-]*up\s+migration/i;
const DOWN = /^\s*--[\s-]*down\s+migration/i;

export const nodePgMigrate: Layout = {
  name: "node-pg-migrate",
  title: "node-pg-migrate",
  recognises: (directory) =>
    directory.inside().some((file) => FILE.test(file) && /^\s*--[\s-]*up\s+migration/im.test(directory.text(file))),
  read: (directory) => {
    refuseCode(directory, /^\d+[_-].*\.[cm]?[jt]s$/, "JavaScript", "node-pg-migrate");
    return distinct(
      directory
        .inside()
        .filter((file) => FILE.test(file))
        .sort(byNumber)
        .map((file) => {
          const text = directory.text(file);
          // Without its marks a file is all forward.
          const up = between(text, UP, DOWN) ?? { script: text, line: 1 };
          const id = nameOf(file).replace(/\.sql$/, "");
          return migration({ id, name: id, file, ...up });
        }),
      "name",
    );
  },
  apart: "never",
  write: (directory, { slug, now, up, down, manual }) => {
    const last =
      directory
        .inside()
        .filter((file) => FILE.test(file))
        .sort(byNumber)
        .at(-1) ?? "";
    const [, number, between = "_"] = /^(\d+)([_-])/.exec(last) ?? [];
    const stem = `${nextNumber(number === undefined ? [] : [number], now, "milliseconds")}${between}`;
    return [
      {
        path: `${stem}${between === "-" ? slug.replaceAll("_", "-") : slug}.sql`,
        content: `-- Up Migration\n${scriptOf(up, manual)}\n-- Down Migration\n${scriptOf(down)}`,
      },
    ];
  },
};
