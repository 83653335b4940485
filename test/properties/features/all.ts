import { TYPES } from "./data-types.ts";
import type { Feature } from "./feature.ts";
import { RELATIONS } from "./relations.ts";
import { SERVER } from "./server.ts";

/** Rights by default come last: they change what the others would be granted. */
export const FEATURES: readonly Feature[] = [...TYPES, ...RELATIONS, ...SERVER];
