/** `npm run coverage-doc`. */

import { writeFileSync } from "node:fs";
import { coverageDocument } from "./document.ts";
import { COVERAGE } from "./place.ts";

writeFileSync(COVERAGE, coverageDocument());
