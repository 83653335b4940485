/** How a reading begins: what there is at all, and the stamp of that moment. */

import type { Server } from "../../core/kind.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { Session } from "../../core/session.ts";
import { type Stamp, stampIn, stampQuery, takeStamp, watchedBy } from "./stamp.ts";
import { type Survey, survey, surveying, UNKNOWN } from "./survey.ts";

export interface Opening {
  readonly survey: Survey;
  /** Of a large database it is still on its way, and what is read meanwhile is of that moment or later. */
  readonly stamp: Promise<Stamp>;
}

export type Opener = (session: Session, kinds: KindRegistry, server: Server) => Promise<Opening>;

/** One after the other: a role that may not look at everything is told what of it. */
export const openInTurn: Opener = async (session, kinds, server) => {
  const stamp = await takeStamp(session, kinds, server);
  const { closed } = stamp;
  return {
    survey: closed.size > 0 ? { ...UNKNOWN, closed } : await survey(session, kinds.all),
    stamp: Promise.resolve(stamp),
  };
};

/**
 * Both of one moment, so that reading can begin while the server goes through its row versions for the stamp.
 * @throws CatalogueError, or the stamp does, when the role may not look at everything
 */
export const openAbreast: Opener = async (session, kinds, server) => {
  if (!session.readTwo) return openInTurn(session, kinds, server);
  const { found, ...surveyed } = surveying(kinds.all, session.wideFrom);
  let taken: Stamp | undefined;
  const sql = stampQuery(watchedBy(kinds, server), server);
  const { second } = await session.readTwo(surveyed, { sql, onRow: (row) => (taken = stampIn(row)) });
  const stamp = second.then(() => taken as Stamp);
  // Who awaits it later hears of a refusal then.
  stamp.catch(() => undefined);
  const there = found();
  if (!there.large) await stamp;
  return { survey: there, stamp };
};
