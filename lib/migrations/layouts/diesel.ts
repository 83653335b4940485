/** Diesel: `<version>_title/up.sql`, with `run_in_transaction` in `metadata.toml` beside it. */

import { folderOf, nameOf } from "../directory.ts";
import { distinct, type Layout, migration } from "../layout.ts";

const FILE = /^[^/]+\/up\.sql$/;

export const diesel: Layout = {
  name: "diesel",
  title: "Diesel",
  recognises: (directory) => directory.files.some((file) => FILE.test(file)),
  read: (directory) =>
    distinct(
      directory.files
        .filter((file) => FILE.test(file))
        .map((file) => {
          const folder = folderOf(file);
          const [version = "", ...title] = nameOf(folder).split("_");
          const metadata = `${folder}/metadata.toml`;
          const settings = directory.has(metadata) ? directory.text(metadata) : "";
          return migration({
            // Its ledger leaves out the dashes of 2024-01-31-120000.
            id: version.replaceAll("-", ""),
            name: title.join("_") || folder,
            file,
            script: directory.text(file),
            transaction: /^\s*run_in_transaction\s*=\s*false/m.test(settings) ? "each" : "one",
          });
        })
        .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)),
    ),
};
