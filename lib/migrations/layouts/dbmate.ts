/** dbmate: `<version>_title.sql` with `-- migrate:up` and `-- migrate:down`. */

import { nameOf } from "../directory.ts";
import { between, byNumber, distinct, invalid, type Layout, migration } from "../layout.ts";
import { type NewPart, nextNumber, scriptOf } from "../new-migration.ts";

const FILE = /^(\d+).*\.sql$/;
const UP = /^\s*--\s*migrate:up\b/;
const DOWN = /^\s*--\s*migrate:down\b/;

export const dbmate: Layout = {
  name: "dbmate",
  title: "dbmate",
  recognises: (directory) => directory.inside().some((file) => FILE.test(file) && hasLine(directory.text(file), UP)),
  read: (directory) =>
    distinct(
      directory
        .inside()
        .flatMap((file) => {
          const [, id] = FILE.exec(nameOf(file)) ?? [];
          if (id === undefined) return [];
          const text = directory.text(file);
          const up = between(text, UP, DOWN);
          if (!up) throw invalid(`${file} has no line -- migrate:up`, "put one before its statements");
          const options = text.split("\n").find((line) => UP.test(line)) ?? "";
          // Then PostgreSQL makes one of several statements, which come to it in one message.
          const transaction = /transaction\s*:\s*false/.test(options) ? "message" : "one";
          return [migration({ id, name: nameOf(file), file, ...up, transaction })];
        })
        .sort((a, b) => byNumber(a.id, b.id)),
    ),
  apart: "statement",
  write: (directory, { slug, now, up, down, manual }) => {
    const known = directory.inside().flatMap((file) => FILE.exec(nameOf(file))?.[1] ?? []);
    const mark = (part: NewPart | null) => (part?.transactional === false ? " transaction:false" : "");
    return [
      {
        path: `${nextNumber(known, now, "seconds")}_${slug}.sql`,
        content: `-- migrate:up${mark(up)}\n${scriptOf(up, manual)}\n-- migrate:down${mark(down)}\n${scriptOf(down)}`,
      },
    ];
  },
};

const hasLine = (text: string, pattern: RegExp): boolean => text.split("\n").some((line) => pattern.test(line));
