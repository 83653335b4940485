/** golang-migrate: `<version>_<title>.up.sql`, each sent in one message. */

import { nameOf } from "../directory.ts";
import { byNumber, distinct, type Layout, migration } from "../layout.ts";
import { nextNumber, scriptOf } from "../new-migration.ts";
import { isOfGo, isOfRust } from "./sqlx.ts";

const FILE = /^(\d+)_(.*)\.up\.(sql|pgsql)$/;

export const golangMigrate: Layout = {
  name: "golang-migrate",
  title: "golang-migrate",
  // sqlx calls its files the same.
  recognises: (directory) =>
    directory.inside().some((file) => FILE.test(file)) && (!isOfRust(directory) || isOfGo(directory)),
  read: (directory) =>
    distinct(
      directory
        .inside()
        .flatMap((file) => {
          const [, version, title] = FILE.exec(nameOf(file)) ?? [];
          if (version === undefined) return [];
          // Its ledger holds a number.
          const id = BigInt(version).toString();
          return [migration({ id, name: title || file, file, script: directory.text(file), transaction: "message" })];
        })
        .sort((a, b) => byNumber(a.id, b.id)),
    ),
  apart: "statement",
  write: (directory, { slug, now, up, down, manual }) => {
    const known = directory.inside().flatMap((file) => FILE.exec(nameOf(file))?.[1] ?? []);
    const stem = `${nextNumber(known, now, { width: 6 })}_${slug}`;
    return [
      { path: `${stem}.up.sql`, content: scriptOf(up, manual) },
      { path: `${stem}.down.sql`, content: scriptOf(down) },
    ];
  },
};
