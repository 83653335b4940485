/** Where what a check made has been stored: `s3://` URIs, or paths. */

export interface Places {
  readonly report: string | null;
  readonly observed: string | null;
  /** The page for people, beside the report. */
  readonly page: string | null;
  /** The proposed SQL as a script for psql, beside the report. */
  readonly plan: string | null;
}

export const NOWHERE: Places = { report: null, observed: null, page: null, plan: null };
