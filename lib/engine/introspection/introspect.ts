/** Kinds × session → canonical objects. Knows no kind by name. */

import { DriftwatchError } from "../../core/errors.ts";
import type { Batch, Server } from "../../core/kind.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import { LOST_WITH_PARTS } from "../../core/lost-members.ts";
import type { Kind } from "../../core/registered.ts";
import { integer, text } from "../../core/row.ts";
import { CatalogueError, INSUFFICIENT_PRIVILEGE, type Session } from "../../core/session.ts";
import type { Scope, Unreadable } from "../../core/snapshot.ts";
import type { SqlTexts } from "../../sqltext/sqltext.ts";
import { hoisted } from "./hoist.ts";
import { Reader } from "./reader.ts";
import { isRefusal, mendingGrant, type Needs } from "./rights.ts";
import { schemaFilter } from "./scope.ts";
import { type Survey, survey } from "./survey.ts";

export interface Reading {
  /** Holds every object that was read. */
  readonly reader: Reader;
  readonly unreadable: readonly Unreadable[];
}

/**
 * Reads every kind once. The caller makes sure that nothing moved meanwhile.
 * @param beside more to be read at the same time
 * @param surveyed what there is at all, where that was asked
 * @param reader takes what is read
 */
export async function introspect(
  session: Session,
  kinds: KindRegistry,
  server: Server,
  texts: SqlTexts,
  scope: Scope,
  beside: readonly (() => Promise<void>)[] = [],
  surveyed?: Survey,
  reader = new Reader(kinds, schemaFilter(scope)),
): Promise<Reading> {
  await readLost(session, reader);
  const { absent, large, closed } = surveyed ?? (await survey(session, kinds.all));
  const refused = new Map<Kind, CatalogueError>();
  const read = async (kind: Kind): Promise<void> => {
    if (!kind.query || kind.since > server.major || absent.has(kind.name)) return;
    try {
      const unwatched = kind.reads.find((catalogue) => closed.has(catalogue));
      if (unwatched) throw new CatalogueError(INSUFFICIENT_PRIVILEGE, `permission denied for ${unwatched}`);
      // The server works on this kind while the texts of those before it are parsed.
      for (const batch of await batchesOf(session, kind))
        await Promise.all([readRows(session, reader, kind, server, batch), reader.parse(texts)]);
    } catch (error) {
      if (!(error instanceof CatalogueError) || error.retryable) throw error;
      if (error.sqlstate !== INSUFFICIENT_PRIVILEGE) throw unexpected(kind, error);
      refused.set(kind, error);
      reader.forget(kind);
    }
  };
  const readers = (chosen: (kind: Kind) => boolean) => kinds.all.filter(chosen).map((kind) => () => read(kind));
  const width = large ? (session.width ?? 1) : 1;
  // What takes longest comes first, so that both ends of the work are done at about the same time.
  await abreast(width, [
    ...readers(({ numerous }) => numerous),
    ...beside,
    ...readers(({ numerous, satellite }) => !numerous && !satellite),
  ]);
  // A satellite's own rows are found through the objects they belong to.
  await abreast(
    width,
    readers(({ satellite }) => satellite),
  );
  // In the order of the kinds, whichever was refused first.
  const unreadable: Unreadable[] = [];
  for (const kind of kinds.all) {
    const error = refused.get(kind);
    if (error) unreadable.push(await unreadableKind(session, kinds, kind, error, server));
  }
  return { reader, unreadable };
}

/** What extensions have lost is still theirs. Where nobody may know, the kinds that ask who made what are refused, too. */
async function readLost(session: Session, reader: Reader): Promise<void> {
  try {
    await session.read(LOST_WITH_PARTS, (row) => reader.lose(text(row.catalogue), integer(row.oid)));
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
}

async function readRows(session: Session, reader: Reader, kind: Kind, server: Server, batch: Batch): Promise<void> {
  const sql = (rows: Batch): string => hoisted(kind.query?.(server, rows) ?? "");
  if (kind.satellite) await session.read(sql(batch), reader.satelliteRows(kind));
  else if (kind.numerous && session.readPacked)
    await session.readPacked(sql(batch), kind.apart, reader.packedRows(kind), sql(EVERY_OBJECT));
  else await session.read(sql(batch), reader.rows(kind));
}

const unreadableKind = async (
  session: Session,
  kinds: KindRegistry,
  kind: Kind,
  error: CatalogueError,
  server: Server,
): Promise<Unreadable> => ({
  kind: kind.name,
  reason: error.message,
  hides: [
    `${kind.name}:`,
    ...kinds.all.filter(({ satellite }) => satellite).map(({ name }) => `${name}:${kind.name}.`),
  ],
  remedy: await mendingGrant(session, needsOf(kind, server), error),
});

const EVERY_OBJECT: Batch = () => "true";
/** Deparsing this many definitions takes a few dozen milliseconds. */
const BATCH = 200;

async function batchesOf(session: Session, kind: Kind): Promise<readonly Batch[]> {
  if (kind.batches === undefined) return [EVERY_OBJECT];
  const oids: number[] = [];
  await session.read(kind.batches, (row) => oids.push(integer(row.oid)));
  oids.sort((a, b) => a - b);
  const starts = oids.filter((_oid, place) => place % BATCH === 0);
  // Without a single object it is still to be known whether the role may read one.
  if (starts.length === 0) return [EVERY_OBJECT];
  return starts.map((from, place): Batch => {
    const next = starts[place + 1];
    const bounds = (oid: string) => [
      ...(place === 0 ? [] : [`${oid} >= ${from}`]),
      ...(next === undefined ? [] : [`${oid} < ${next}`]),
    ];
    return (oid) => (starts.length === 1 ? EVERY_OBJECT(oid) : bounds(oid).join(" AND "));
  });
}

/** What the role needs in order to read the kind. */
export const needsOf = (kind: Kind, server: Server): Needs => ({
  catalogues: kind.reads,
  statements: [kind.query?.(server, EVERY_OBJECT) ?? "", kind.batches ?? ""],
});

/** Does all the work, `width` pieces at once; when one fails, the rest that has begun is waited for. */
async function abreast(width: number, work: readonly (() => Promise<void>)[]): Promise<void> {
  const waiting = [...work];
  const worker = async (): Promise<void> => {
    for (let piece = waiting.shift(); piece !== undefined; piece = waiting.shift()) await piece();
  };
  const outcomes = await Promise.allSettled(Array.from({ length: width }, worker));
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
}

const unexpected = (kind: Kind, cause: CatalogueError): DriftwatchError =>
  new DriftwatchError(
    "query-failed",
    `the ${kind.title} catalogue could not be read: ${cause.message}`,
    "report it with the server's version: the query is ours",
    { cause },
  );
