/** `npm run coverage-doc`. */

import { writeFileSync } from "node:fs";
import { CODES, codesDocument } from "./codes.ts";
import { coverageDocument } from "./document.ts";
import { COVERAGE } from "./place.ts";

writeFileSync(COVERAGE, coverageDocument());
writeFileSync(CODES, codesDocument());
