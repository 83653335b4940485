/** How bad drift is as it stands now: the rules that decide whether somebody is woken, by kind, attribute and values. */

import { describe, expect, it } from "vitest";
import type { Address } from "../../lib/core/address.ts";
import { type Canonical, sqlText } from "../../lib/core/canonical.ts";
import type { Spec } from "../../lib/core/kind.ts";
import type { Severity } from "../../lib/core/severity.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { readKinds } from "../docs/coverage/rules.ts";

const text = (sql: string) => sqlText("expression", sql);
const T = ["app", "users"];
const C = ["app", "users", "email"];
const to = (grantee: string) => ["table", "app", "users", grantee];
const definer = (...settings: string[]): Spec => ({ securityDefiner: true, settings });
const plain: Spec = { securityDefiner: false, settings: [] };
const policy = (permissive: boolean): Spec => ({ permissive });
const references = (onDelete: string) => ({ table: T, columns: ["id"], onDelete });
const of = (type: string, more: Spec = {}): Spec => ({ type, references: null, ...more });
const unique: Spec = { unique: true };
const bySearchPath = "search_path=pg_catalog";
const nobody = { superuser: false, bypassRowSecurity: false, replication: false, login: false, createRole: false };

type Row = readonly [
  kind: string,
  attribute: string,
  expected: Canonical,
  actual: Canonical,
  severity: Severity,
  of?: Spec,
  path?: string[],
];

const ALTERED: readonly Row[] = [
  ["table", "rowSecurity", true, false, "critical"],
  ["table", "rowSecurity", false, true, "high"],
  ["table", "forceRowSecurity", true, false, "critical"],
  ["table", "forceRowSecurity", false, true, "high"],
  ["table", "persistence", "permanent", "unlogged", "high"],
  ["table", "replicaIdentity", "default", "nothing", "high"],
  ["table", "options", [], ["autovacuum_enabled=false"], "high"],
  ["table", "options", [], ["fillfactor=70"], "low"],
  ["policy", "using", text("(owner = 1)"), text("true"), "critical", policy(true)],
  ["policy", "using", text("(a = 1)"), text("((a = 1) OR (b = 2))"), "critical", policy(true)],
  ["policy", "using", text("(a = 1)"), text("((a = 1) AND (b = 2))"), "high", policy(true)],
  ["policy", "using", text("(a = 1)"), text("(a = 2)"), "critical", policy(true)],
  ["policy", "using", text("(a = 1)"), null, "high", policy(true)],
  ["policy", "using", text("(a = 1)"), null, "critical", policy(false)],
  ["policy", "check", text("(a = 1)"), text("true"), "critical", policy(true)],
  ["policy", "check", text("true"), text("(a = 1)"), "high", policy(true)],
  ["policy", "check", text("(a = 1)"), null, "critical", policy(true)],
  ["policy", "command", "SELECT", "ALL", "critical", policy(true)],
  ["policy", "command", "ALL", "SELECT", "high", policy(true)],
  ["policy", "command", "ALL", "SELECT", "critical", policy(false)],
  ["policy", "command", "SELECT", "ALL", "high", policy(false)],
  ["policy", "command", "SELECT", "UPDATE", "critical", policy(true)],
  ["policy", "roles", ["app"], ["public"], "critical", policy(true)],
  ["policy", "roles", ["app"], ["app", "web"], "critical", policy(true)],
  ["policy", "roles", ["public"], ["app"], "high", policy(true)],
  ["policy", "roles", ["public"], ["app"], "critical", policy(false)],
  ["policy", "roles", ["app"], ["web"], "critical", policy(true)],
  ["policy", "permissive", false, true, "critical"],
  ["policy", "permissive", true, false, "high"],
  ["grant", "privileges", ["SELECT"], ["INSERT", "SELECT"], "critical", {}, to("public")],
  ["grant", "privileges", ["SELECT"], ["INSERT", "SELECT"], "high", {}, to("web")],
  ["grant", "privileges", ["INSERT", "SELECT"], ["SELECT"], "high", {}, to("web")],
  ["grant", "grantable", [], ["SELECT"], "high", {}, to("web")],
  ["grant", "grantable", ["SELECT"], [], "medium", {}, to("web")],
  [
    "default-privilege",
    "privileges",
    ["SELECT"],
    ["INSERT", "SELECT"],
    "critical",
    {},
    ["app", "", "tables", "public"],
  ],
  ["default-privilege", "privileges", ["SELECT"], ["INSERT", "SELECT"], "high", {}, ["app", "", "tables", "web"]],
  ["default-privilege", "privileges", ["SELECT"], [], "medium", {}, ["app", "", "tables", "web"]],
  ["owner", "role", "app", "eve", "critical", {}, ["table", ...T]],
  ["owner", "revoked", [], ["DELETE"], "medium", {}, ["table", ...T]],
  ["routine", "securityDefiner", false, true, "critical", definer()],
  ["routine", "securityDefiner", false, true, "critical", definer(bySearchPath)],
  ["routine", "securityDefiner", true, false, "high", plain],
  ["routine", "settings", [bySearchPath], [], "critical", definer()],
  ["routine", "settings", [bySearchPath], ["search_path=public"], "critical", definer("search_path=public")],
  ["routine", "settings", [bySearchPath], [], "medium", plain],
  [
    "routine",
    "settings",
    [bySearchPath],
    [bySearchPath, "work_mem=1GB"],
    "medium",
    definer(bySearchPath, "work_mem=1GB"),
  ],
  ["routine", "source", "a", "b", "critical", definer(bySearchPath)],
  ["routine", "source", "a", "b", "high", plain],
  ["routine", "leakproof", false, true, "critical"],
  ["routine", "leakproof", true, false, "medium"],
  ["routine", "volatility", "VOLATILE", "IMMUTABLE", "high"],
  ["routine", "volatility", "STABLE", "VOLATILE", "medium"],
  ["view", "options", ["security_invoker=true"], [], "critical"],
  ["view", "options", ["security_invoker=true"], ["security_invoker=false"], "critical"],
  ["view", "options", ["security_barrier=on"], [], "critical"],
  ["view", "options", ["security_barrier=true"], ["security_barrier=on"], "medium"],
  ["view", "options", [], ["security_invoker=true"], "high"],
  ["view", "options", ["check_option=local"], [], "high"],
  ["trigger", "enabled", "origin", "disabled", "critical"],
  ["trigger", "enabled", "origin", "replica", "high"],
  ["trigger", "enabled", "origin", "always", "medium"],
  ["trigger", "enabled", "disabled", "origin", "high"],
  ["event-trigger", "enabled", "origin", "disabled", "critical"],
  ["rule", "enabled", "origin", "disabled", "critical"],
  ["role", "superuser", false, true, "critical"],
  ["role", "superuser", true, false, "high"],
  ["role", "bypassRowSecurity", false, true, "critical"],
  ["role", "replication", false, true, "critical"],
  ["role", "createRole", false, true, "high"],
  ["role", "login", false, true, "high"],
  ["role", "login", true, false, "critical"],
  ["role", "validUntil", "2026-01-01", null, "high"],
  ["membership", "admin", false, true, "critical", {}, ["pg_execute_server_program", "eve"]],
  ["membership", "admin", false, true, "high", {}, ["staff", "eve"]],
  ["setting", "value", "origin", "replica", "critical", {}, ["all", "app", "session_replication_role"]],
  ["setting", "value", "app", "public", "high", {}, ["all", "app", "search_path"]],
  ["setting", "value", "1", "2", "medium", {}, ["all", "app", "work_mem"]],
  ["column", "notNull", false, true, "high"],
  ["column", "notNull", true, false, "medium"],
  ["column", "default", text("1"), null, "high", { notNull: true }],
  ["column", "default", text("1"), null, "medium", { notNull: false }],
  ["column", "default", text("1"), text("2"), "medium", { notNull: true }],
  ["column", "identity", { generated: "ALWAYS" }, null, "high"],
  ["column", "identity", { generated: "BY DEFAULT" }, { generated: "ALWAYS" }, "high"],
  ["column", "type", "integer", "bigint", "medium"],
  ["column", "type", "bigint", "integer", "high"],
  ["column", "type", "integer", "text", "high"],
  ["constraint", "validated", true, false, "high"],
  ["constraint", "enforced", true, false, "critical"],
  ["constraint", "triggersEnabled", true, false, "critical"],
  ["constraint", "indexValid", true, false, "critical"],
  ["constraint", "references", references("NO ACTION"), references("CASCADE"), "critical"],
  ["constraint", "references", references("CASCADE"), references("NO ACTION"), "high"],
  ["constraint", "columns", ["a"], ["b"], "critical", of("PRIMARY KEY")],
  ["constraint", "columns", ["a"], ["b"], "high", of("UNIQUE")],
  ["index", "unique", true, false, "high"],
  ["index", "keys", [], [1], "high", unique],
  ["index", "keys", [], [1], "medium", { unique: false }],
  ["index", "valid", true, false, "high"],
  ["sequence", "cycle", false, true, "high"],
  ["sequence", "maximum", null, "100", "high"],
  ["sequence", "type", "bigint", "integer", "high"],
  ["language", "trusted", false, true, "critical"],
  ["subscription", "enabled", true, false, "critical"],
  ["subscription", "runAsOwner", false, true, "critical"],
  ["publication", "operations", ["delete", "insert"], ["insert"], "critical"],
  ["comment", "text", "a", "b", "info", {}, ["table", ...T]],
];

describe("an alteration", () => {
  const rows = ALTERED.map((row) => ({
    row,
    name: row
      .slice(0, 5)
      .map((part) => JSON.stringify(part))
      .join(" "),
  }));
  it.each(rows)("$name", ({ row: [kind, attribute, expected, actual, severity, object = {}, path = C] }) => {
    const { drift } = KINDS.get(kind).rule(attribute);
    expect(drift(expected, actual, object, { kind, path }).severity).toBe(severity);
  });
});

type Existence = readonly [kind: string, spec: Spec, added: Severity, removed: Severity, path?: string[]];

const EXISTENCE: readonly Existence[] = [
  ["table", {}, "medium", "critical", T],
  ["schema", {}, "low", "critical", ["app"]],
  ["view", { options: [] }, "medium", "critical", T],
  ["view", { options: ["security_invoker=true"] }, "low", "critical", T],
  ["column", { notNull: true, default: null, identity: null, generated: null }, "high", "critical"],
  ["column", { notNull: false, default: null, identity: null, generated: null }, "medium", "critical"],
  ["index", { unique: false }, "low", "medium"],
  ["index", unique, "medium", "high"],
  ["constraint", of("PRIMARY KEY"), "medium", "critical"],
  ["constraint", of("UNIQUE"), "medium", "high"],
  ["constraint", of("FOREIGN KEY", { references: references("NO ACTION") }), "medium", "high"],
  ["constraint", of("FOREIGN KEY", { references: references("CASCADE") }), "high", "high"],
  ["constraint", of("CHECK"), "medium", "high"],
  ["policy", policy(true), "critical", "high"],
  ["policy", policy(false), "high", "critical"],
  ["routine", definer(), "critical", "high", ["app", "f", ""]],
  ["routine", definer(bySearchPath), "high", "high", ["app", "f", ""]],
  ["routine", plain, "low", "high", ["app", "f", ""]],
  ["trigger", {}, "high", "high"],
  ["event-trigger", {}, "high", "high", ["e"]],
  ["extension", { schema: "app" }, "low", "high", ["citext"]],
  ["sequence", {}, "low", "high", T],
  ["grant", { privileges: ["SELECT"], grantable: [] }, "critical", "high", to("public")],
  ["grant", { privileges: ["SELECT"], grantable: [] }, "high", "high", to("web")],
  [
    "default-privilege",
    { privileges: ["SELECT"], grantable: [] },
    "critical",
    "medium",
    ["app", "", "tables", "public"],
  ],
  ["role", { ...nobody, superuser: true }, "critical", "high", ["eve"]],
  ["role", { ...nobody, bypassRowSecurity: true }, "critical", "high", ["eve"]],
  ["role", { ...nobody, login: true }, "high", "high", ["eve"]],
  ["role", nobody, "medium", "high", ["eve"]],
  ["membership", {}, "critical", "high", ["pg_read_all_data", "eve"]],
  ["membership", {}, "high", "high", ["staff", "eve"]],
  ["publication", {}, "medium", "critical", ["p"]],
  ["subscription", {}, "high", "critical", ["s"]],
  ["security-label", {}, "medium", "critical", ["table", ...T, "p"]],
  ["comment", { text: "a" }, "info", "info", ["table", ...T]],
];

describe("what is unexpected, and what is missing", () => {
  const rows = EXISTENCE.map((row) => ({
    row,
    name: row
      .slice(0, 4)
      .map((part) => JSON.stringify(part))
      .join(" "),
  }));
  it.each(rows)("$name", ({ row: [name, spec, added, removed, path = C] }) => {
    const kind = KINDS.get(name);
    const address: Address = { kind: name, path };
    expect([kind.added(address, spec, {}).severity, kind.removed(address, spec, {}).severity]).toEqual([
      added,
      removed,
    ]);
  });
});

describe("every reason", () => {
  const reasons = [...readKinds()].flatMap(([kind, { added, removed, attributes }]) =>
    [
      ...[...added, ...removed].map((verdict) => ({ where: kind, verdict })),
      ...[...attributes].flatMap(([name, { drift }]) =>
        drift.map((verdict) => ({ where: `${kind}.${name}`, verdict })),
      ),
    ].flatMap(({ where, verdict }) => verdict.reasons.map((reason) => ({ where, reason }))),
  );

  it("is a sentence", () => {
    expect(reasons.length).toBeGreaterThan(400);
    const bad = reasons.filter(
      ({ reason }) => !/^[A-Za-z][^\n]{15,}[^.\s]$/.test(reason) || reason.split(" ").length < 4,
    );
    expect(bad).toEqual([]);
  });

  it("says what follows, not merely that something is there, or is different", () => {
    const empty =
      /^an? [a-z-]+( [a-z]+)? that nobody expected$|^[^,:]*(\bdiffers?|has changed|is different|is another)$/;
    expect(reasons.filter(({ reason }) => empty.test(reason))).toEqual([]);
  });
});
