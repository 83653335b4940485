/** What says by which rules a snapshot was made canonical: of two that differ in it, one is made anew. */

import { PARSER_VERSION } from "../../sqltext/parser.ts";

/** Grows whenever the canonical form of the same catalogue row changes. */
const RULES = 6;
export const CANONICALISER = `driftwatch ${RULES}, ${PARSER_VERSION}`;
