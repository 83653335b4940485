/**
 * What of the kinds a check needs before anything has moved. The Lambda's bundle holds these values and not what they
 * come from (bin/bundle.ts): of the kinds it reads nothing until there is a schema to be read.
 */

import type { Watched } from "../core/kind-registry.ts";
import { KINDS } from "./registry.ts";

export const WATCHED: readonly Watched[] = KINDS.all.map(({ name, reads, clusterWide, catalogue }) => ({
  ...{ name, reads, clusterWide },
  ...(catalogue !== undefined && { catalogue }),
}));
