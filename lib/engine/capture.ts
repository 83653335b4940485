/** A snapshot that is true of one moment: stamp, read, stamp, and again until nothing moved in between. */

import { DriftwatchError, oneLine } from "../core/errors.ts";
import { fingerprint } from "../core/fingerprint.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import { TornRead } from "../core/row.ts";
import { CatalogueError, type Session } from "../core/session.ts";
import { EVERYTHING, majorOf, type Scope, type ServerIdentity, type Snapshot } from "../core/snapshot.ts";
import type { SqlTexts } from "../sqltext/sqltext.ts";
import { CANONICALISER } from "./introspection/canonicaliser.ts";
import { DependencyRows } from "./introspection/dependencies.ts";
import { introspect } from "./introspection/introspect.ts";
import { leaveOut, toLeaveOut } from "./introspection/leave-out.ts";
import { type Opener, openAbreast, openInTurn } from "./introspection/opening.ts";
import { isRefusal } from "./introspection/rights.ts";
import { readServer } from "./introspection/server.ts";
import { readStamp } from "./introspection/stamp.ts";
import { Census } from "./introspection/unmodelled.ts";

export interface CaptureOptions {
  readonly scope?: Scope;
  /** Leave out who needs whom: enough to compare fingerprints. */
  readonly withoutDependencies?: boolean;
  /** How often to try while the catalogue moves. */
  readonly tries?: number;
  readonly now: () => Date;
  readonly wait: (milliseconds: number) => Promise<void>;
}

export interface Capture {
  readonly snapshot: Snapshot;
  readonly stamp: string;
  /** The same with who needs whom, where that was left out; read anew if something has moved since. */
  complete(): Promise<Capture>;
}

/**
 * @throws DriftwatchError `catalogue-moving` when DDL ran beside every try, `server-unsupported` before 14
 */
export async function capture(
  session: Session,
  kinds: KindRegistry,
  texts: SqlTexts,
  options: CaptureOptions,
): Promise<Capture> {
  let server: ServerIdentity | undefined;
  const tries = options.tries ?? 5;
  let last = "the catalogue changed while it was read";
  let open = openAbreast;
  for (let attempt = 0; attempt < tries; attempt++) {
    if (attempt > 0) await options.wait(Math.min(200 * 2 ** attempt, 3_000));
    try {
      server ??= await readServer(session);
      const done = await attemptCapture(session, kinds, server, texts, open, options);
      if (done) return done;
    } catch (error) {
      // The stamp may not look at everything: which catalogues those are is found out first.
      if (isRefusal(error) && open !== openInTurn) {
        open = openInTurn;
        attempt -= 1;
        continue;
      }
      if (!mayBeRetried(error)) throw error;
      last = oneLine(error);
    }
  }
  throw new DriftwatchError(
    "catalogue-moving",
    `the schema could not be read in ${tries} tries: ${last}`,
    "check again when the migration or maintenance that is running has finished",
  );
}

async function attemptCapture(
  session: Session,
  kinds: KindRegistry,
  server: ServerIdentity,
  texts: SqlTexts,
  open: Opener,
  options: CaptureOptions,
): Promise<Capture | undefined> {
  const scope = options.scope ?? EVERYTHING;
  const major = majorOf(server);
  const asked = kinds.asked(scope);
  const takenAt = options.now().toISOString();
  const opening = await open(session, asked, { major });
  const rows = new DependencyRows();
  const readRows = unlessRefused(() => rows.read(session));
  const census = new Census(scope);
  const beside = [...(options.withoutDependencies ? [] : [readRows]), unlessRefused(() => census.read(session))];
  const { reader, unreadable } = await introspect(session, asked, { major }, texts, scope, beside, opening.survey);
  const unmodelled = await census.unmodelled(session, reader.claims);
  const before = await opening.stamp;
  const reading = readStamp(session, asked, { major }, before);
  // The server looks at its row versions meanwhile. A refusal is awaited below.
  reading.catch(() => undefined);
  const found = await reader.finish(texts);
  const leftOut = toLeaveOut(asked, found, scope.profiles ?? []);
  const among = () => leaveOut(asked, { objects: found, dependencies: rows.among(reader.identities, found) }, leftOut);
  const { objects, dependencies } = among();
  fingerprint({ objects });
  if ((await reading) !== before.stamp) return undefined;
  const covers = Object.fromEntries(asked.all.map(({ name, attributes }) => [name, attributes]));
  const snapshot: Snapshot = {
    ...{ canonicaliser: CANONICALISER, server, takenAt, scope, covers, objects, dependencies },
    ...{ unreadable, unmodelled, leftOut },
  };
  const complete = async (): Promise<Capture> => {
    if (!options.withoutDependencies) return done;
    try {
      await readRows();
      if ((await readStamp(session, asked, { major }, before)) !== before.stamp)
        throw new TornRead("the catalogue has changed since");
      return { ...done, snapshot: { ...snapshot, dependencies: among().dependencies } };
    } catch (error) {
      if (!mayBeRetried(error)) throw error;
      return capture(session, kinds, texts, { ...options, withoutDependencies: false });
    }
  };
  const done: Capture = { stamp: before.stamp, snapshot, complete };
  return done;
}

/** DDL was in the way. */
const mayBeRetried = (error: unknown): boolean =>
  error instanceof TornRead || (error instanceof CatalogueError && error.retryable);

/** What a role may not read of this, it may not read of the kinds either, and they say so. */
const unlessRefused = (work: () => Promise<void>) => (): Promise<void> =>
  work().catch((error) => {
    if (!isRefusal(error)) throw error;
  });
