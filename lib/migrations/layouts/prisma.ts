/** Prisma: `<timestamp>_title/migration.sql`, each sent in one message. */

import { createHash } from "node:crypto";
import { folderOf } from "../directory.ts";
import { type Layout, migration } from "../layout.ts";
import { nextNumber, scriptOf } from "../new-migration.ts";

const FILE = /^[^/]+\/migration\.sql$/;

export const prisma: Layout = {
  name: "prisma",
  title: "Prisma",
  recognises: (directory) => directory.files.some((file) => FILE.test(file)),
  read: (directory) =>
    directory.files
      .filter((file) => FILE.test(file))
      .map((file) =>
        migration({
          id: folderOf(file),
          name: folderOf(file),
          file,
          checksum: createHash("sha256").update(directory.bytes(file)).digest("hex"),
          script: directory.text(file),
          transaction: "message",
        }),
      ),
  apart: "statement",
  write: (directory, { slug, now, up, manual }) => {
    const known = directory.files.filter((file) => FILE.test(file)).map((file) => /^\d*/.exec(file)?.[0] ?? "");
    return [
      {
        path: `${nextNumber(known.filter(Boolean), now, "seconds")}_${slug}/migration.sql`,
        content: scriptOf(up, manual),
      },
    ];
  },
};
