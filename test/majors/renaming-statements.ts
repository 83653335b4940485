/** Other names and other schemas for something of each kind, and the code of the one finding that each makes. */

import { type Told, told } from "./statements.ts";

/** Things of a kind, each under another name and in another schema. */
const named = (kind: string, ...things: readonly string[]): Told[] =>
  told(
    `${kind}.renamed`,
    ...things.flatMap((thing) => [`ALTER ${thing} RENAME TO another`, `ALTER ${thing} SET SCHEMA other`]),
  );

export const RENAMING_STATEMENTS: readonly Told[] = [
  ...named("aggregate", "AGGREGATE app.total(int)"),
  ...named("collation", "COLLATION app.col"),
  ...named("conversion", "CONVERSION app.conv"),
  ...named("domain", "DOMAIN app.short"),
  ...named("foreign-table", "FOREIGN TABLE app.ft"),
  ...named("routine", "FUNCTION app.f(int)", "FUNCTION app.tf()", "FUNCTION app.ef()", "PROCEDURE app.p(int)"),
  ...named("materialized-view", "MATERIALIZED VIEW app.m"),
  ...named("operator-class", "OPERATOR CLASS app.cls USING btree"),
  ...named("operator-family", "OPERATOR FAMILY app.fam USING btree"),
  ...named("sequence", "SEQUENCE app.seq"),
  ...named("statistics", "STATISTICS app.st"),
  ...named("table", "TABLE app.t", "TABLE app.r", "TABLE app.child", "TABLE app.parts", "TABLE app.part1"),
  ...named("text-search-configuration", "TEXT SEARCH CONFIGURATION app.cfg"),
  ...named("text-search-dictionary", "TEXT SEARCH DICTIONARY app.dict"),
  ...named("text-search-parser", "TEXT SEARCH PARSER app.prs"),
  ...named("text-search-template", "TEXT SEARCH TEMPLATE app.tmpl"),
  ...named("enum", "TYPE app.mood"),
  ...named("composite-type", "TYPE app.pair"),
  ...named("range", "TYPE app.span"),
  ...named("view", "VIEW app.v"),
  ...told("operator.renamed", "ALTER OPERATOR app.===(int, int) SET SCHEMA other"),
  ...told("event-trigger.renamed", "ALTER EVENT TRIGGER evt RENAME TO another"),
  ...told("foreign-data-wrapper.renamed", "ALTER FOREIGN DATA WRAPPER fdw RENAME TO another"),
  ...told("server.renamed", "ALTER SERVER srv RENAME TO another"),
  ...told("publication.renamed", "ALTER PUBLICATION pub RENAME TO another"),
  ...told("subscription.renamed", "ALTER SUBSCRIPTION sub RENAME TO another"),
  ...told("schema.renamed", "ALTER SCHEMA app RENAME TO another", "ALTER SCHEMA other RENAME TO another"),
  ...told("trigger.renamed", "ALTER TRIGGER trg ON app.t RENAME TO another"),
  ...told("policy.renamed", "ALTER POLICY pol ON app.t RENAME TO another"),
  ...told("rule.renamed", "ALTER RULE rul ON app.r RENAME TO another"),
  ...told("index.renamed", "ALTER INDEX app.ix RENAME TO another", "ALTER INDEX app.mi RENAME TO another"),
  ...told(
    "constraint.renamed",
    "ALTER TABLE app.t RENAME CONSTRAINT fair TO another",
    "ALTER TABLE app.t RENAME CONSTRAINT once TO another",
    "ALTER TABLE app.t RENAME CONSTRAINT t_pkey TO another",
    "ALTER TABLE app.r RENAME CONSTRAINT refers TO another",
    "ALTER TABLE app.r RENAME CONSTRAINT apart TO another",
    "ALTER INDEX app.once RENAME TO another",
  ),
  ...told("domain-constraint.renamed", "ALTER DOMAIN app.short RENAME CONSTRAINT few TO another"),
  ...told("composite-attribute.renamed", "ALTER TYPE app.pair RENAME ATTRIBUTE a TO another"),
  ...told(
    "column.renamed",
    ...["id", "a", "b", "c", "d", "e", "g"].map((column) => `ALTER TABLE app.t RENAME ${column} TO another`),
    ...["id", "t"].map((column) => `ALTER TABLE app.r RENAME ${column} TO another`),
    ...["k", "v"].map((column) => `ALTER TABLE app.parts RENAME ${column} TO another`),
    "ALTER FOREIGN TABLE app.ft RENAME a TO another",
  ),
];
