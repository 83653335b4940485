/** The shape of a snapshot file: of what stands before its objects, and of a line of each of its lists. */

import type { SqlText } from "./canonical.ts";
import type { Digests, Effect, History, MigrationRecord } from "./history.ts";
import { leftOut, serverIdentity, unmodelled, unreadable } from "./report-shape.ts";
import {
  address,
  canonical,
  flag,
  listOf,
  mapOf,
  moment,
  oneOf,
  optional,
  orNull,
  record,
  type Shape,
  text,
} from "./shape.ts";
import { PARTITION_POLICIES, type Scope, type Snapshot } from "./snapshot.ts";

const digests = orNull(mapOf<string>(text) as Shape<Digests>);

const migration = record<MigrationRecord>({
  ...{ id: text, name: text, group: orNull(text), file: orNull(text), checksum: orNull(text), repeatable: flag },
  ...{ equivalentChecksum: optional(text), condition: optional(text) },
  ...{ replaces: listOf(text), needs: listOf(text) },
  effects: listOf(record<Effect>({ address, before: digests, after: digests })),
});

export const scope = record<Scope>({
  ...{ include: listOf(text), exclude: listOf(text), cluster: optional(flag), profiles: optional(listOf(text)) },
  ...{ partitions: optional(mapOf(oneOf(...PARTITION_POLICIES))), without: optional(listOf(text)) },
});

interface Stored extends Omit<Snapshot, "objects" | "dependencies" | "unmodelled" | "leftOut"> {
  readonly fingerprint: string;
  readonly texts?: readonly SqlText[];
  readonly unmodelled?: Snapshot["unmodelled"];
  readonly leftOut?: Snapshot["leftOut"];
}

export const envelope = record<Stored>({
  ...{ fingerprint: text, canonicaliser: text, server: serverIdentity, takenAt: orNull(moment), scope },
  ...{ covers: mapOf(listOf(text)), unreadable, unmodelled: optional(unmodelled), leftOut: optional(leftOut) },
  history: optional(record<History>({ layout: text, start: listOf(text), migrations: listOf(migration) })),
  texts: optional(listOf(canonical as Shape<SqlText>)),
});

/** `[address, spec, facts]`; SQL text in it may lack its form, which the list of texts has. */
export const objectLine = (line: unknown): boolean =>
  Array.isArray(line) && address(line[0]) && values(line[1]) && values(line[2]);

/** `[from, to, owned]` */
export const dependencyLine = (line: unknown): boolean =>
  Array.isArray(line) && text(line[0]) && text(line[1]) && flag(line[2]);

const values = mapOf(canonical);
