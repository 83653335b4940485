/**
 * Differences read as renames. Proof first: what has the OID (and number in its table) that another name had in a
 * snapshot of the same physical database is that object. Where there is none, likeness: the best pairs first, each
 * object once, and those that are alike to several left apart.
 */

import { kindOf } from "../../core/address.ts";
import type { Change, Renamed } from "../../core/change.ts";
import type { PossibleRename } from "../../core/finding.ts";
import { groupBy } from "../../core/group-by.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { Snapshot } from "../../core/snapshot.ts";
import { loadParser, type Parse } from "../../sqltext/parser.ts";
import { differences } from "../diff/diff.ts";
import type { RelatedSides } from "../structure/inheritance.ts";
import { relationsOf } from "../structure/relations.ts";
import { Identity, witnessOf } from "./identity.ts";
import { RenameSearch } from "./rename-search.ts";
import { type Both, type Retold, retell } from "./retell.ts";
import type { Decided } from "./search-options.ts";
import { withoutSucceeded } from "./succession.ts";

/** From this score on a pair is read as one object. */
export const RENAME_THRESHOLD = 0.72;

export interface RenameOptions {
  /** PostgreSQL's parser: texts that name what was renamed are compared by their trees. */
  readonly parse: Parse;
  /**
   * The score from which a removed and an added object are read as one that was renamed: from 0.5 to 1.
   * @default 0.72
   */
  readonly threshold?: number;
  /**
   * An earlier snapshot of the database that `actual` was taken of, from when its names were as expected: proof.
   * @default - the expected snapshot, where it was taken of that database
   */
  readonly witness?: Snapshot | null;
  /**
   * What somebody has decided of what is alike.
   * @default - likeness alone decides
   */
  readonly decided?: Decided;
}

/** The same, with the parser loaded. */
export const withParser = async (options: Omit<RenameOptions, "parse">): Promise<RenameOptions> => ({
  ...options,
  parse: await loadParser(),
});

/** The differences between two snapshots with renames taken for what they are, and each told in the names of the other. */
export interface Renames extends Both, Pick<Retold, "statements" | "formerly"> {
  readonly renamed: readonly Renamed[];
  /** Those that came with another: the columns of partitions. */
  readonly followers: ReadonlyMap<Renamed, Renamed>;
  /** By address, on the side that has it: what else a removed or added object may be. */
  readonly possible: ReadonlyMap<string, readonly PossibleRename[]>;
  /** Where an expected object is now, by its address: itself where no name in it is another. */
  readonly now: (address: string) => string;
  /** Of what was renamed, that which an expected object names, or stands in. */
  readonly causeOf: (address: string) => Renamed | undefined;
  /** Expected objects whose name another one has taken, by the address they have in the retold `expected`. */
  readonly nameless: ReadonlyMap<string, string>;
}

/** A comparison in which nothing was renamed. */
export const noRenames = (expected: Snapshot, actual: Snapshot): Renames => ({
  ...{ expected, actual, renamed: [], statements: [] },
  ...{ followers: new Map(), possible: new Map(), nameless: new Map() },
  now: (address) => address,
  formerly: (address) => (expected.objects.has(address) ? address : undefined),
  causeOf: () => undefined,
});

export function findRenames(
  kinds: KindRegistry,
  expected: Snapshot,
  actual: Snapshot,
  { parse, threshold = RENAME_THRESHOLD, witness: other = null, decided }: RenameOptions,
): Renames {
  const between = differences(expected, actual);
  const { changes } = between;
  const witness = witnessOf(expected, actual, other);
  const identity = witness && changes.length > 0 ? new Identity(kinds, witness, actual) : null;
  const known = identity && { now: identity.now.bind(identity), moves: identity.moves(expected) };
  if (!mayHold(kinds, changes) && (known?.moves.size ?? 0) === 0) return noRenames(expected, actual);
  const sides = { expected: relationsOf(kinds, expected), actual: relationsOf(kinds, actual) };
  const proved = known && withoutSucceeded(sides, known);
  const hidden = [...expected.unreadable, ...actual.unreadable].flatMap(({ hides }) => hides);
  const search = new RenameSearch(kinds, sides, changes, hidden, {
    ...{ threshold, proved, parse },
    ...(decided ? { decided } : {}),
  });
  const { renamed, map, same, nameless } = search;
  const possible = search.possible.all();
  if (renamed.length === 0) return { ...noRenames(expected, actual), possible };
  const followers = followersAmong(kinds, renamed, sides);
  const byAddress = new Map(renamed.map((each) => [each.address, each]));
  const retold = retell(kinds, { expected, actual }, between, search, (each) => followers.has(each));
  return {
    get expected() {
      return retold.expected();
    },
    get actual() {
      return retold.actual();
    },
    ...{ statements: retold.statements, formerly: retold.formerly, renamed, followers, possible, nameless },
    now: map.spelled,
    causeOf: (address) => byAddress.get(same.causeOf(address) ?? ""),
  };
}

/**
 * Whether something of a kind that can be renamed is missing, and something of the same kind was not expected; or several
 * that are nothing but their definition have another.
 */
function mayHold(kinds: KindRegistry, changes: readonly Change[]): boolean {
  const [missing, unexpected, altered] = (["removed", "added", "altered"] as const).map((verb) =>
    groupBy(new Set(changes.flatMap((change) => (change.verb === verb ? [change.address] : []))), kindOf),
  );
  return kinds.all.some(
    ({ name, rename }) =>
      rename &&
      ((missing?.has(name) && unexpected?.has(name)) ||
        (rename.likeness === "definition" && (altered?.get(name)?.length ?? 0) > 1)),
  );
}

/** Whether the one changed in nothing but what the other changed in alike: the name, the schema, or both. */
function isLike(kinds: KindRegistry, each: Renamed, other: Renamed): boolean {
  const differences = [each, other].map(({ expected, actual }) => {
    const { rename } = kinds.get(expected.address.kind);
    return [rename?.place, rename?.schemaPlace].map((place) => {
      const [was, is] = [expected, actual].map(({ address }) => address.path[place ?? -1]);
      return was === is ? null : JSON.stringify([was, is]);
    });
  });
  const [own = [], others = []] = differences;
  return own.every((difference, at) => difference === null || difference === others[at]);
}

/**
 * A partition's column is renamed with that of the partitioned table, to the same name; the sequence of a column is
 * moved with its table, to the same schema.
 */
function followersAmong(
  kinds: KindRegistry,
  renamed: readonly Renamed[],
  { expected, actual }: RelatedSides,
): Map<Renamed, Renamed> {
  const byAddress = new Map(renamed.map((each) => [each.address, each]));
  return new Map(
    renamed.flatMap((each): [Renamed, Renamed][] => {
      const leader = expected
        .leaders(each.address)
        .map((address) => byAddress.get(address))
        .find((other) => other && isLike(kinds, each, other) && actual.leaders(each.to).includes(other.to));
      return leader ? [[each, leader]] : [];
    }),
  );
}
