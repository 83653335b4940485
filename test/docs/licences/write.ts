/** `npm run licences-doc`. */

import { writeFileSync } from "node:fs";
import { LICENCES, licencesDocument } from "./document.ts";

writeFileSync(LICENCES, licencesDocument());
