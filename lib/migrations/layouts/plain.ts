/** SQL files run in the order of their names, by whatever runs them: numbers count as numbers. */

import { folderOf, isAside, isHidden, isScript, nameOf } from "../directory.ts";
import { byNumber, type Layout, migration } from "../layout.ts";
import { nextNumber, scriptOf } from "../new-migration.ts";

export const plain: Layout = {
  name: "plain",
  title: "plain SQL files",
  recognises: (directory) => directory.files.some(isForward),
  read: (directory) =>
    directory.files
      .filter(isForward)
      .sort(byNumber)
      .map((file) =>
        migration({
          id: file.replace(/\.sql$/i, ""),
          name: nameOf(file),
          file,
          script: directory.text(file),
          // A schema in one file is written for psql.
          transaction: directory.isFile ? "each" : "message",
        }),
      ),
  apart: "statement",
  write: (directory, { slug, now, up, down, manual }) => {
    const last = directory.files.filter(isForward).sort(byNumber).at(-1) ?? "";
    const folder = folderOf(last);
    const [, number, between = "_"] = /^(\d+)([-_ ]+)?/.exec(nameOf(last)) ?? [];
    const stem = `${nextNumber(number === undefined ? [] : [number], now, { width: 3 })}${between}${slug}`;
    const path = folder === "" ? stem : `${folder}/${stem}`;
    const backwards = directory.files.some((file) => /\.down\.sql$/i.test(file));
    return [
      { path: `${path}.sql`, content: scriptOf(up, manual) },
      ...(backwards ? [{ path: `${path}.down.sql`, content: scriptOf(down) }] : []),
    ];
  },
};

const isForward = (file: string): boolean =>
  isScript(file) &&
  !isHidden(nameOf(file)) &&
  !isAside(file) &&
  !/(^|[._/-])(down|undo|rollback|revert)\.sql$/i.test(file);
