/** Names of functions in one stack: readable, and all with a prefix that one permission can name. */

import { createHash } from "node:crypto";

const LONGEST_NAME = 64;
const LONGEST_PREFIX = 31;

/** What all function names of a stack begin with. */
export const functionPrefix = (stackName: string): string => `${stackName.slice(0, LONGEST_PREFIX - 1)}-`;

/** The name of the function that checks `databaseId`. Where it would be too long, a digest stands for its end. */
export function functionName(stackName: string, databaseId: string): string {
  const prefix = functionPrefix(stackName);
  const room = LONGEST_NAME - prefix.length;
  if (databaseId.length <= room) return prefix + databaseId;
  const digest = createHash("sha256").update(databaseId).digest("hex").slice(0, 8);
  return `${prefix}${databaseId.slice(0, room - digest.length - 1)}-${digest}`;
}
