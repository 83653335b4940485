/** The prebuilt code of the functions: built with this package, shipped by path. */

import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { aws_lambda as lambda } from "aws-cdk-lib";
import { DriftwatchError } from "../core/errors.ts";

/** The module `Handler` names, without its ending. */
export const HANDLER = "index.handler";

// From the installed package (dist/lib/infra) the asset is a sibling; from the sources it is in dist.
const PLACES = ["../../lambda/", "../../dist/lambda/"];

/** The functions there are. */
export type FunctionName = "check-drift" | "accept" | "digest";

/**
 * Code of a function.
 * @throws DriftwatchError `bad-argument` when there is no built function in `directory`.
 */
export function handlerCode(name: FunctionName, directory: string = builtDirectory(name)): lambda.Code {
  if (!existsSync(join(directory, "index.mjs"))) {
    const shown = relative(process.cwd(), directory) || ".";
    throw new DriftwatchError(
      "bad-argument",
      `no built function in ${shown} (index.mjs is missing)`,
      "run: npm run build",
    );
  }
  return lambda.Code.fromAsset(directory);
}

function builtDirectory(name: FunctionName): string {
  const directories = PLACES.map((place) => fileURLToPath(new URL(`${place}${name}/`, import.meta.url)));
  return directories.find((directory) => existsSync(join(directory, "index.mjs"))) ?? directories.at(-1)!;
}
