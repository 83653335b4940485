/** Every health check. A new one is one file, its name in `core/health.ts` and one line here. */

import type { HealthCheck } from "../../core/health.ts";
import { collationVersion } from "./collation-version.ts";
import { constraintNotValidated } from "./constraint-not-validated.ts";
import { extensionUpdate } from "./extension-update.ts";
import { foreignKeyWithoutIndex } from "./foreign-key-without-index.ts";
import { indexDuplicate } from "./index-duplicate.ts";
import { indexInvalid } from "./index-invalid.ts";
import { indexPrefix } from "./index-prefix.ts";
import { policyWithoutRowSecurity } from "./policy-without-row-security.ts";
import { rowSecurityWithoutPolicy } from "./row-security-without-policy.ts";
import { securityDefinerSearchPath } from "./security-definer-search-path.ts";
import { sequenceExhaustion } from "./sequence-exhaustion.ts";
import { tableWithoutPrimaryKey } from "./table-without-primary-key.ts";
import { triggerDisabled } from "./trigger-disabled.ts";

export const HEALTH: readonly HealthCheck[] = [
  indexInvalid,
  constraintNotValidated,
  triggerDisabled,
  policyWithoutRowSecurity,
  rowSecurityWithoutPolicy,
  securityDefinerSearchPath,
  collationVersion,
  extensionUpdate,
  sequenceExhaustion,
  indexDuplicate,
  indexPrefix,
  foreignKeyWithoutIndex,
  tableWithoutPrimaryKey,
];
