/** Names of functions in one stack: readable, and all with a prefix that one permission can name. */

import { createHash } from "node:crypto";
import { type Stack, Token } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { DriftwatchError } from "../core/errors.ts";

const LONGEST_NAME = 64;
const LONGEST_PREFIX = 31;

/** What all function names of a stack begin with. */
export const functionPrefix = (stackName: string): string => `${cut(stackName, LONGEST_PREFIX - 1)}-`;

/** The name of the function that checks `databaseId`. */
export function functionName(stackName: string, databaseId: string): string {
  const prefix = functionPrefix(stackName);
  return prefix + cut(databaseId, LONGEST_NAME - prefix.length);
}

/** Where a name would be too long, a digest stands for its end: two that begin alike stay apart. */
function cut(name: string, room: number): string {
  if (name.length <= room) return name;
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, room - digest.length - 1).replace(/-+$/, "")}-${digest}`;
}

/** What a fleet names its functions by, where nobody says: the stack; one that is nested is named by CloudFormation. */
export function nameOfStack(stack: Stack): string {
  const { nestedStackParent: parent } = stack;
  return parent ? `${nameOfStack(parent)}-${stack.node.id.replaceAll(/[^A-Za-z0-9_-]+/g, "-")}` : stack.stackName;
}

/** @throws DriftwatchError `bad-argument` where no name of a function can begin like that */
export function checkedPrefix(prefix: string, { node }: Construct): string {
  if (/^[A-Za-z0-9_-]+$/.test(prefix)) return prefix;
  const got = Token.isUnresolved(prefix) ? "is known only after deployment" : `is "${prefix}"`;
  const remedy = "give letters, digits, hyphens and underscores that are known at synthesis";
  throw new DriftwatchError("bad-argument", `functionNamePrefix of ${node.path} ${got}`, remedy);
}
