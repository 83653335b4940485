/** `--schema` and `--exclude-schema`, alike for every command that takes them. */

import { nearest } from "../config/nearest.ts";
import { DriftwatchError } from "../core/errors.ts";
import type { Scope, Snapshot } from "../core/snapshot.ts";
import { schemaFilter } from "../engine/scope.ts";
import { KINDS } from "../kinds/registry.ts";
import type { CliCommand } from "./command.ts";
import { quoted } from "./quoted.ts";

export interface SchemaOptions {
  readonly schema?: readonly string[];
  readonly excludeSchema?: readonly string[];
}

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

/** Each is given once per pattern: a flag that took several words would swallow the arguments after it. */
export const withSchemas = (command: CliCommand): CliCommand =>
  command
    .option("--schema <pattern>", "look only at schemas like this, with * for any text; may be repeated", collect)
    .option("--exclude-schema <pattern>", "leave out schemas like this; may be repeated", collect);

export const scopeOf = ({ schema = [], excludeSchema = [] }: SchemaOptions): Scope => ({
  include: schema,
  exclude: excludeSchema,
});

/**
 * Looking at nothing must not look like being in sync.
 * @throws DriftwatchError `bad-argument` when a pattern of `include` matches no schema of any of the snapshots
 */
export function refuseUnmatched({ include }: Scope, snapshots: readonly Snapshot[]): void {
  const objects = snapshots.flatMap((snapshot) => [...snapshot.objects.values()]);
  const schemas = [...new Set(objects.flatMap(({ address }) => KINDS.get(address.kind).schemaOf(address) ?? []))];
  const unmatched = include.find((pattern) => !schemas.some(schemaFilter({ include: [pattern], exclude: [] })));
  if (unmatched === undefined) return;
  const meant = nearest(unmatched, schemas);
  const remedy = meant ? `did you mean ${meant}?` : "give the name of a schema that is there, or a pattern with *";
  throw new DriftwatchError("bad-argument", `no schema is like ${quoted(unmatched)}`, remedy);
}
