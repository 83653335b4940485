/** From which score on a removed and an added object are read as one that was renamed. */

/** Below it a pair is not even called possible. */
export const LOWEST_RENAME_THRESHOLD = 0.5;

/** What it may be, in words. */
export const RENAME_THRESHOLDS = `a number from ${LOWEST_RENAME_THRESHOLD} to 1`;

export const isRenameThreshold = (value: number): boolean => value >= LOWEST_RENAME_THRESHOLD && value <= 1;
