/** goose: `<version>_title.sql` with `-- +goose Up` and `-- +goose Down`; Go migrations cannot be read. */

import { nameOf } from "../directory.ts";
import { between, byNumber, distinct, invalid, type Layout, migration } from "../layout.ts";

const FILE = /^(\d+)_(.*)\.sql$/;
const UP = /^\s*--\s*\+goose\s+up\b/i;
const DOWN = /^\s*--\s*\+goose\s+down\b/i;
const NO_TRANSACTION = /^\s*--\s*\+goose\s+no\s+transaction\b/im;

export const goose: Layout = {
  name: "goose",
  title: "goose",
  recognises: (directory) =>
    directory.inside().some((file) => FILE.test(file) && /^\s*--\s*\+goose\s+up\b/im.test(directory.text(file))),
  read: (directory) => {
    const code = directory.inside().find((file) => /^\d+_.*\.go$/.test(file) && !file.endsWith("_test.go"));
    if (code !== undefined)
      throw invalid(
        `${code} is a migration in Go, which cannot be read`,
        "replay with --command, through goose itself",
      );
    return distinct(
      directory
        .inside()
        .flatMap((file) => {
          const [, version, title = ""] = FILE.exec(nameOf(file)) ?? [];
          if (version === undefined) return [];
          const text = directory.text(file);
          const up = between(text, UP, DOWN);
          if (!up) throw invalid(`${file} has no line -- +goose Up`, "put one before its statements");
          const transaction = NO_TRANSACTION.test(text) ? "each" : "one";
          return [migration({ id: BigInt(version).toString(), name: title, file, ...up, transaction })];
        })
        .sort((a, b) => byNumber(a.id, b.id)),
    );
  },
};
