/** Targets of a config file, which know by which flag they are found. */

import type { Config } from "../config/config-file.ts";
import type { Reached } from "../config/flags.ts";
import { DEFAULT_CONFIG_PATH } from "../config/read-config.ts";
import { type Target, targetFrom } from "../config/target.ts";

/** How a command finds what the config tells of. */
export const reachedBy = ({ path }: Config): Reached => (path === DEFAULT_CONFIG_PATH ? {} : { configFile: path });

/** @throws DriftwatchError `bad-argument` when the config has no such database */
export const targetOf = (config: Config, id: string): Target => ({ ...targetFrom(config, id), ...reachedBy(config) });
