/** Prisma: `<timestamp>_title/migration.sql`, each sent in one message. */

import { createHash } from "node:crypto";
import { folderOf } from "../directory.ts";
import { type Layout, migration } from "../layout.ts";

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
};
