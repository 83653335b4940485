/** `--schema`, `--cluster`, `--profile`, `--partitions`: what is looked at, alike for every command that takes them. */

import { nearest } from "../config/nearest.ts";
import { DriftwatchError } from "../core/errors.ts";
import { DEFAULT_PROFILES, PROFILE_NAMES } from "../core/profile.ts";
import { PARTITION_POLICIES, type PartitionPolicy, type Scope, type Snapshot } from "../core/snapshot.ts";
import type { Asked } from "../engine/compare.ts";
import { schemaFilter } from "../engine/introspection/scope.ts";
import { KINDS } from "../kinds/registry.ts";
import type { CliCommand } from "./command.ts";
import { quoted } from "./quoted.ts";

export interface ScopeOptions {
  readonly schema?: readonly string[];
  readonly excludeSchema?: readonly string[];
  readonly cluster?: true;
  readonly profile?: readonly string[];
  readonly partitions?: Readonly<Record<string, PartitionPolicy>>;
}

const NO_PROFILE = "none";

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

/** Each is given once per value: a flag that took several words would swallow the arguments after it. */
export const withScope = (command: CliCommand): CliCommand =>
  command
    .option("--schema <pattern>", "look only at schemas like this, with * for any text; may be repeated", collect)
    .option("--exclude-schema <pattern>", "leave out schemas like this; may be repeated", collect)
    .option("--cluster", "look also at what belongs to the whole cluster: roles, memberships, settings")
    .option(
      "--profile <name>",
      `of tools and the platform leave out only this: ${PROFILE_NAMES.join(", ")} or ${NO_PROFILE}; may be repeated (default: all)`,
      profile,
    )
    .option(
      "--partitions <table=policy>",
      "partitions of tables like this: managed (each an object, the default), dynamic (only what deviates from the parent and the others) or ignored; may be repeated",
      partitions,
    );

function profile(value: string, before: readonly string[] = []): string[] {
  const known = [...PROFILE_NAMES, NO_PROFILE];
  if (!known.includes(value))
    throw refused("--profile", value, nearest(value, known), `choose from ${known.join(", ")}`);
  return [...before, value];
}

function partitions(value: string, before: Readonly<Record<string, PartitionPolicy>> = {}) {
  const at = value.lastIndexOf("=");
  const [table, policy] = [value.slice(0, at), value.slice(at + 1)];
  if (at <= 0)
    throw refused("--partitions", value, undefined, "write it as TABLE=POLICY, for example app.events=dynamic");
  const known = PARTITION_POLICIES.find((name) => name === policy);
  if (known === undefined)
    throw refused(
      "--partitions",
      policy,
      nearest(policy, PARTITION_POLICIES),
      `choose from ${PARTITION_POLICIES.join(", ")}`,
    );
  return { ...before, [table]: known };
}

/** An option's value that it cannot have. */
export const refused = (option: string, value: string, meant: string | undefined, otherwise: string): DriftwatchError =>
  new DriftwatchError(
    "bad-argument",
    `${option} cannot be ${quoted(value)}`,
    meant === undefined ? otherwise : `did you mean ${meant}?`,
  );

/** What was asked for, and nothing else. */
export const askedOf = ({ schema, excludeSchema, cluster, profile: names, partitions }: ScopeOptions): Asked => ({
  ...(schema || excludeSchema ? { include: schema ?? [], exclude: excludeSchema ?? [] } : {}),
  ...(cluster ? { cluster } : {}),
  ...(names ? { profiles: names.filter((name) => name !== NO_PROFILE) } : {}),
  ...(partitions ? { partitions } : {}),
});

/**
 * What to read of a live database.
 * @param other the scope of the snapshot it will be compared with: what nobody asked about is read as it was there
 */
export const scopeOf = (asked: Asked, other: Partial<Scope> = {}): Scope => ({
  include: asked.include ?? [],
  exclude: asked.exclude ?? [],
  cluster: asked.cluster ?? other.cluster ?? false,
  profiles: asked.profiles ?? other.profiles ?? DEFAULT_PROFILES,
  partitions: asked.partitions ?? other.partitions ?? {},
  ...((asked.without ?? other.without) ? { without: asked.without ?? other.without } : {}),
});

/**
 * Looking at nothing must not look like being in sync.
 * @throws DriftwatchError `bad-argument` when a pattern of `include` matches no schema of any of the snapshots
 */
export function refuseUnmatched({ include = [] }: Asked, snapshots: readonly Snapshot[]): void {
  const objects = snapshots.flatMap((snapshot) => [...snapshot.objects.values()]);
  const schemas = [...new Set(objects.flatMap(({ address }) => KINDS.get(address.kind).schemaOf(address) ?? []))];
  const unmatched = include.find((pattern) => !schemas.some(schemaFilter({ include: [pattern], exclude: [] })));
  if (unmatched === undefined) return;
  const meant = nearest(unmatched, schemas);
  const remedy = meant ? `did you mean ${meant}?` : "give the name of a schema that is there, or a pattern with *";
  throw new DriftwatchError("bad-argument", `no schema is like ${quoted(unmatched)}`, remedy);
}
