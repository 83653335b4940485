/** Moments and durations as people read them. */

/** `2026-11-20 03:00:04 UTC` of an ISO 8601 moment in UTC. */
export const moment = (iso: string): string => iso.replace(/^(\S+)T([\d:]+)(?:\.\d+)?Z$/, "$1 $2 UTC");

export const duration = (milliseconds: number): string =>
  milliseconds < 1_000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1_000).toFixed(1)} s`;
