/** Every kind Driftwatch watches. A new kind is one file and one line here. */

import { KindRegistry } from "../core/kind-registry.ts";
import type { Kind } from "../core/registered.ts";
import { column } from "./column.ts";
import { comment } from "./comment.ts";
import { constraint } from "./constraint.ts";
import { defaultPrivilege } from "./default-privilege.ts";
import { enumType } from "./enum-type.ts";
import { eventTrigger } from "./event-trigger.ts";
import { extension } from "./extension.ts";
import { foreignDataWrapper } from "./foreign-data-wrapper.ts";
import { foreignServer } from "./foreign-server.ts";
import { grant } from "./grant.ts";
import { materializedView } from "./materialized-view.ts";
import { owner } from "./owner.ts";
import { policy } from "./policy.ts";
import { PROFILES } from "./profiles.ts";
import { publication } from "./publication.ts";
import { publicationSchema } from "./publication-schema.ts";
import { publicationTable } from "./publication-table.ts";
import { routine } from "./routine.ts";
import { rule } from "./rule.ts";
import { schema } from "./schema.ts";
import { sequence } from "./sequence.ts";
import { statistics } from "./statistics.ts";
import { table } from "./table.ts";
import { tableIndex } from "./table-index.ts";
import { trigger } from "./trigger.ts";
import { userMapping } from "./user-mapping.ts";
import { view } from "./view.ts";

const HOSTS: readonly Kind[] = [
  schema,
  extension,
  enumType,
  sequence,
  routine,
  table,
  column,
  constraint,
  tableIndex,
  view,
  materializedView,
  trigger,
  policy,
  rule,
  eventTrigger,
  foreignDataWrapper,
  foreignServer,
  userMapping,
  defaultPrivilege,
  statistics,
  publication,
  publicationSchema,
  publicationTable,
];

export const KINDS = new KindRegistry(
  [...HOSTS, ...[owner, grant, comment].map((satellite) => satellite(HOSTS))],
  PROFILES,
);
