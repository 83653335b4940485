/** Statements of the way that lets people read and write meanwhile: what each does stays done, whatever becomes of the rest. */

import { caution, type Hazard, type Rating } from "./hazard.ts";
import { rated, type Statement } from "./statement.ts";

export const online = (rating: Rating, sql: string, ...hazards: Hazard[]): Statement =>
  rated(rating, sql, ...hazards, "not-transactional");

const BUILT = caution(
  "the table is read and sorted while reads and writes go on; where it fails it leaves an index that is not valid",
  "drop what it leaves, and run it again",
);

/** CREATE INDEX CONCURRENTLY. */
export const concurrently = (sql: string, ...hazards: Hazard[]): Statement =>
  online(BUILT, sql, "index-build", ...hazards, "share-update-exclusive-lock");
