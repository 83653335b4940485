/** How alike two types are, as far as one column may have become the other. */

import { sameFamily } from "./type-family.ts";

/** 1: the same type; 0.5: one of the same family, or with other limits; 0: another. As `format_type` prints them. */
export const typeLikeness = (expected: string, actual: string): number =>
  expected === actual ? 1 : sameFamily(expected, actual) ? 0.5 : 0;
