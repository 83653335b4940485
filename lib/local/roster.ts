/** Which databases a directory keeps something of. */

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { storageKeys } from "../config/storage.ts";
import { isDatabaseId } from "../config/target.ts";
import { codeOf, fileError } from "./files.ts";

export function directoryIds(directory: string): string[] {
  try {
    return readdirSync(directory)
      .filter((name) => isDatabaseId(name) && existsSync(join(directory, storageKeys(name).state)))
      .sort();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw fileError(directory, "read", error);
  }
}
