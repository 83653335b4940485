/** Every kind Driftwatch watches. A new kind is one file and one line here. */

import { KindRegistry } from "../core/kind-registry.ts";
import type { Kind } from "../core/registered.ts";
import { accessMethod } from "./access-method.ts";
import { aggregate } from "./aggregate.ts";
import { baseType } from "./base-type.ts";
import { cast } from "./cast.ts";
import { collation } from "./collation.ts";
import { column } from "./column.ts";
import { comment } from "./comment.ts";
import { compositeAttribute } from "./composite-attribute.ts";
import { compositeType } from "./composite-type.ts";
import { constraint } from "./constraint.ts";
import { conversion } from "./conversion.ts";
import { database } from "./database.ts";
import { defaultPrivilege } from "./default-privilege.ts";
import { domain } from "./domain.ts";
import { domainConstraint } from "./domain-constraint.ts";
import { enumType } from "./enum-type.ts";
import { eventTrigger } from "./event-trigger.ts";
import { extension } from "./extension.ts";
import { extensionDependency } from "./extension-dependency.ts";
import { extensionLoss } from "./extension-loss.ts";
import { extensionMember } from "./extension-member.ts";
import { extensionOwner } from "./extension-owner.ts";
import { extensionTable } from "./extension-table.ts";
import { familyFunction } from "./family-function.ts";
import { familyOperator } from "./family-operator.ts";
import { foreignDataWrapper } from "./foreign-data-wrapper.ts";
import { foreignServer } from "./foreign-server.ts";
import { foreignTable } from "./foreign-table.ts";
import { grant } from "./grant.ts";
import { language } from "./language.ts";
import { largeObject } from "./large-object.ts";
import { materializedView } from "./materialized-view.ts";
import { membership } from "./membership.ts";
import { operator } from "./operator.ts";
import { operatorClass } from "./operator-class.ts";
import { operatorFamily } from "./operator-family.ts";
import { owner } from "./owner.ts";
import { parameter } from "./parameter.ts";
import { partitionIndex } from "./partition-index.ts";
import { partitionTrigger } from "./partition-trigger.ts";
import { policy } from "./policy.ts";
import { PROFILES } from "./profiles.ts";
import { publication } from "./publication.ts";
import { publicationSchema } from "./publication-schema.ts";
import { publicationTable } from "./publication-table.ts";
import { rangeType } from "./range-type.ts";
import { role } from "./role.ts";
import { routine } from "./routine.ts";
import { rule } from "./rule.ts";
import { schema } from "./schema.ts";
import { securityLabel } from "./security-label.ts";
import { sequence } from "./sequence.ts";
import { setting } from "./setting.ts";
import { shellType } from "./shell-type.ts";
import { statistics } from "./statistics.ts";
import { subscription } from "./subscription.ts";
import { table } from "./table.ts";
import { tableIndex } from "./table-index.ts";
import { tablespace } from "./tablespace.ts";
import { textSearchConfiguration } from "./text-search-configuration.ts";
import { textSearchDictionary } from "./text-search-dictionary.ts";
import { textSearchParser } from "./text-search-parser.ts";
import { textSearchTemplate } from "./text-search-template.ts";
import { transform } from "./transform.ts";
import { trigger } from "./trigger.ts";
import { userMapping } from "./user-mapping.ts";
import { view } from "./view.ts";

const HOSTS: readonly Kind[] = [
  role,
  membership,
  database,
  setting,
  tablespace,
  parameter,
  schema,
  extension,
  collation,
  shellType,
  baseType,
  enumType,
  domain,
  compositeType,
  compositeAttribute,
  rangeType,
  sequence,
  routine,
  table,
  extensionTable,
  column,
  constraint,
  domainConstraint,
  tableIndex,
  partitionIndex,
  view,
  materializedView,
  trigger,
  partitionTrigger,
  policy,
  rule,
  eventTrigger,
  largeObject,
  foreignDataWrapper,
  foreignServer,
  userMapping,
  foreignTable,
  defaultPrivilege,
  statistics,
  publication,
  publicationSchema,
  publicationTable,
  subscription,
  language,
  accessMethod,
  aggregate,
  operator,
  operatorFamily,
  operatorClass,
  familyOperator,
  familyFunction,
  cast,
  transform,
  conversion,
  textSearchParser,
  textSearchTemplate,
  textSearchDictionary,
  textSearchConfiguration,
];

export const KINDS = new KindRegistry(
  [
    ...HOSTS,
    ...[owner, grant, comment, extensionDependency, extensionMember, extensionLoss, extensionOwner, securityLabel].map(
      (satellite) => satellite(HOSTS),
    ),
  ],
  PROFILES,
);
