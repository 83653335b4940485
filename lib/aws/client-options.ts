/** How every AWS client behaves: few attempts, and none of them endless. */

/**
 * Without limits a subnet with no way to a service looks like a function that timed out. Three attempts within these
 * end after half a minute at the latest.
 */
const LIMITS = {
  connectionTimeout: 3_000,
  requestTimeout: 10_000,
  // Without it the SDK only logs a warning and waits on.
  throwOnRequestTimeout: true,
  socketTimeout: 10_000,
};

/** @param region the client's; by default the one of the environment or the profile */
export const clientOptions = (region?: string) => ({
  maxAttempts: 3,
  requestHandler: LIMITS,
  ...(region === undefined ? {} : { region }),
});

/** The region an ARN names; undefined for what is no ARN. */
export const regionOf = (arn: string): string | undefined => /^arn:[^:]*:[^:]*:([^:]+):/.exec(arn)?.[1];
