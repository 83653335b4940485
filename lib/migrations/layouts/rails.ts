/** Rails with `structure.sql`: the whole schema as pg_dump wrote it, and the versions that it stands for. */

import type { Directory } from "../directory.ts";
import { type Layout, type Migration, migration } from "../layout.ts";

const PLACES = ["structure.sql", "db/structure.sql"];
const fileIn = (directory: Directory): string | undefined => PLACES.find((file) => directory.has(file));

export const rails: Layout = {
  name: "rails",
  title: "Rails structure.sql",
  recognises: (directory) => fileIn(directory) !== undefined,
  read: (directory) => {
    const file = fileIn(directory) ?? "structure.sql";
    const text = directory.text(file);
    const versions = [...text.matchAll(/^\('(\d+)'\)[,;]/gm)].map(([, version = ""]) => version).sort();
    const last = versions.at(-1) ?? "structure";
    const whole: Migration = migration({ id: last, name: file, file, script: text, transaction: "each" });
    // Each version is recorded for itself, and the file says only what they come to together.
    return [{ ...whole, replaces: versions.filter((version) => version !== last) }];
  },
};
