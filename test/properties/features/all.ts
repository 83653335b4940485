import { TYPES } from "./data-types.ts";
import type { Feature } from "./feature.ts";
import { KEPT } from "./kept.ts";
import { RELATIONS } from "./relations.ts";
import { RIGHTS } from "./rights.ts";
import { SERVER } from "./server.ts";
import { TURNS } from "./turns.ts";

/** Rights by default come last: they change what the others would be granted. */
export const FEATURES: readonly Feature[] = [...TYPES, ...RELATIONS, ...KEPT, ...RIGHTS, ...SERVER].map((feature) => ({
  turns: TURNS[feature.name] ?? (() => []),
  ...feature,
}));
