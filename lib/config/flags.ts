/** The flags by which a command that is proposed finds what a target's is. */

import type { Target } from "./target.ts";

export type Reached = Pick<Target, "bucket" | "configFile">;

/** To be put behind a command; empty where the defaults lead there. */
export const flagsTo = ({ configFile, bucket }: Reached): string =>
  `${flag("--config", configFile)}${flag("--bucket", bucket)}`;

const flag = (name: string, value: string | undefined): string =>
  value === undefined
    ? ""
    : ` ${name} ${/^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`}`;
