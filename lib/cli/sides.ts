/** EXPECTED and ACTUAL: the two sides of a comparison, and from which likeness on a rename is one. */

import { Option } from "commander";
import { renameThresholdFrom } from "../config/environment.ts";
import { isRenameThreshold, RENAME_THRESHOLDS } from "../config/rename-threshold.ts";
import { DriftwatchError } from "../core/errors.ts";
import type { Scope, Snapshot } from "../core/snapshot.ts";
import type { Asked } from "../engine/compare.ts";
import type { RenameOptions } from "../engine/renames/renames.ts";
import type { CliCommand } from "./command.ts";
import type { Console } from "./console.ts";
import { quoted } from "./quoted.ts";
import type { ReplayedOptions } from "./replayed.ts";
import { refuseUnmatched, scopeOf } from "./scope.ts";
import { isDirectory, isLive, readSource, SOURCE_HELP } from "./source.ts";

export const withSides = (command: CliCommand): CliCommand =>
  command
    .argument("<expected>", `the schema as it should be: ${SOURCE_HELP}`)
    .argument("<actual>", "the schema as it is: the same");

export interface RenameThreshold {
  readonly renameThreshold?: number;
}

export const renameThresholdOption = (): Option =>
  new Option(
    "--rename-threshold <score>",
    "from which likeness on, 0.5 to 1, a removed and an added object are read as one renamed (default: DRIFTWATCH_RENAME_THRESHOLD, or 0.72)",
  ).argParser(renameThreshold);

function renameThreshold(value: string): number {
  if (value !== "" && isRenameThreshold(Number(value))) return Number(value);
  throw new DriftwatchError(
    "bad-argument",
    `--rename-threshold ${quoted(value)} is not ${RENAME_THRESHOLDS}`,
    "give one such as 0.8, or leave it out",
  );
}

export function renamesBy(options: RenameThreshold, console: Console): Pick<RenameOptions, "threshold"> {
  const threshold = options.renameThreshold ?? renameThresholdFrom(console.env);
  return threshold === undefined ? {} : { threshold };
}

/**
 * Both sides. A live database is read the way the snapshot was taken that it is compared with.
 * @param tell says what is being done, for whoever watches
 * @param replay how migrations are read and run
 * @throws DriftwatchError `bad-argument` when a schema that was asked for is on neither
 */
export async function readSides(
  expected: string,
  actual: string,
  asked: Asked,
  tell?: (text: string) => void,
  replay?: ReplayedOptions,
): Promise<[expected: Snapshot, actual: Snapshot]> {
  const sides = await bothOf(asked, expected, actual, (source, scope) =>
    readSource(source, scope, tell, [expected, actual].some(isDirectory) ? ofDirectories(replay, source) : replay),
  );
  refuseUnmatched(asked, sides);
  return sides;
}

/** Beside a directory of a tool's, a single file is a whole schema. */
const ofDirectories = (replay: ReplayedOptions | undefined, source: string): ReplayedOptions | undefined =>
  isDirectory(source) ? replay : { ...replay, layout: undefined, command: undefined };

async function bothOf(
  asked: Asked,
  expected: string,
  actual: string,
  read: (source: string, scope: Scope) => Promise<Snapshot>,
): Promise<[Snapshot, Snapshot]> {
  const scope = scopeOf(asked);
  if (isLive(expected) === isLive(actual)) return Promise.all([read(expected, scope), read(actual, scope)]);
  const stored = await read(isLive(expected) ? actual : expected, scope);
  const live = await read(isLive(expected) ? expected : actual, scopeOf(asked, stored.scope));
  return isLive(expected) ? [live, stored] : [stored, live];
}
