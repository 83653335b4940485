/** goose: `<version>_title.sql` with `-- +goose Up` and `-- +goose Down`; Go migrations cannot be read. */

import { nameOf } from "../directory.ts";
import { between, byNumber, distinct, invalid, type Layout, migration, refuseCode } from "../layout.ts";
import { type NewPart, nextNumber, scriptOf } from "../new-migration.ts";

const FILE = /^(\d+)_(.*)\.sql$/;
const UP = /^\s*--\s*\+goose\s+up\b/i;
const DOWN = /^\s*--\s*\+goose\s+down\b/i;
const ENVSUB = /^\s*--\s*\+goose\s+envsub\s+on\b/im;
const NO_TRANSACTION = /^\s*--\s*\+goose\s+no\s+transaction\b/im;

export const goose: Layout = {
  name: "goose",
  title: "goose",
  recognises: (directory) =>
    directory.inside().some((file) => FILE.test(file) && /^\s*--\s*\+goose\s+up\b/im.test(directory.text(file))),
  read: (directory) => {
    refuseCode(directory, /^\d+_.*(?<!_test)\.go$/, "Go", "goose");
    return distinct(
      directory
        .inside()
        .flatMap((file) => {
          const [, version, title = ""] = FILE.exec(nameOf(file)) ?? [];
          if (version === undefined) return [];
          const text = directory.text(file);
          const up = between(text, UP, DOWN);
          if (!up) throw invalid(`${file} has no line -- +goose Up`, "put one before its statements");
          if (ENVSUB.test(text.slice(0, text.indexOf(up.script) + up.script.length)))
            throw invalid(
              `${file} has -- +goose ENVSUB ON: it is filled from an environment that is not known here`,
              "replay with --command, through goose itself",
            );
          const transaction = NO_TRANSACTION.test(text) ? "each" : "one";
          return [migration({ id: BigInt(version).toString(), name: title, file, ...up, transaction })];
        })
        .sort((a, b) => byNumber(a.id, b.id)),
    );
  },
  write: (directory, { slug, now, up, down, manual }) => {
    const known = directory.inside().flatMap((file) => /^(\d+)_/.exec(nameOf(file))?.[1] ?? []);
    const none = [up, down].some((part) => part?.transactional === false) ? "-- +goose NO TRANSACTION\n" : "";
    return [
      {
        path: `${nextNumber(known, now, "seconds")}_${slug}.sql`,
        content: `${none}-- +goose Up\n${scriptOf(marked(up), manual)}\n-- +goose Down\n${scriptOf(down && marked(down))}`,
      },
    ];
  },
};

/** It ends statements at a semicolon that ends a line, unless it is told otherwise. */
const marked = (part: NewPart): NewPart => ({
  ...part,
  statements: part.statements.map(({ remark, sql }) => ({
    remark,
    sql: /;[^\S\n]*\n/.test(sql) ? `-- +goose StatementBegin\n${sql}\n-- +goose StatementEnd` : sql,
  })),
});
