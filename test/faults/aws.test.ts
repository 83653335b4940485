/** Faults of AWS, of credentials and of the time a check has, a part of those of `npm run test:faults`. */

import { IN_AWS } from "./families.ts";
import { testFaults } from "./suite.ts";

testFaults(IN_AWS);
