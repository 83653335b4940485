/** What a directory holds beside the migrations that were read, and what its numbering leaves out: told, never passed over. */

import type { MigrationRecord } from "../core/history.ts";
import { type Directory, isAside, isScript, nameOf } from "./directory.ts";
import { plain } from "./layouts/plain.ts";
import { LAYOUTS } from "./layouts/registry.ts";

/** What is worth a look, a sentence each; of a project that its own tool reads nothing is known. */
export function oversights(directory: Directory, layout: string, migrations: readonly MigrationRecord[]): string[] {
  const known = LAYOUTS.find(({ name }) => name === layout);
  if (!known) return [];
  const read = new Set(migrations.map(({ file }) => file));
  const passedOver = known.passedOver?.(directory) ?? [];
  // Of plain files the folder's name says it, and no tool.
  const isKnown = (file: string) =>
    isBackwards(file) || passedOver.includes(file) || (known !== plain && isAside(file));
  const others = directory.files.filter((file) => isScript(file) && !read.has(file) && !isKnown(file));
  const missing = gaps(migrations.map(({ file, name }) => nameOf(file ?? name)));
  return [
    ...(passedOver.length > 0 ? [`another migration stands for these, which are not run: ${shown(passedOver)}`] : []),
    ...(others.length > 0 ? [`no migrations of ${known.title}, and not run: ${shown(others)}`] : []),
    ...(missing.length > 0 ? [`the numbers of the migrations leave out ${shown(missing.map(String))}`] : []),
  ];
}

const isBackwards = (file: string): boolean =>
  /(^|[._/-])(down|undo|rollback|revert)\.sql$/i.test(file) || /^U[0-9][^/]*\.sql$/.test(nameOf(file));

const SHOWN = 5;
const shown = (names: readonly string[]): string =>
  names.slice(0, SHOWN).join(", ") + (names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "");

/** Files that are numbered one by one have a number missing; times, tens and versions with dots leave out nothing. */
function gaps(names: readonly string[]): number[] {
  const numbers = names.flatMap((name) => /^V?0*(\d{1,5})(?![\d.]|_\d)/.exec(name)?.[1] ?? []).map(Number);
  if (numbers.length < names.length || numbers.length < 2) return [];
  const present = new Set(numbers);
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
  if (last - first + 1 - present.size > present.size / 2) return [];
  return Array.from({ length: last - first }, (_, at) => first + at).filter((number) => !present.has(number));
}
