/** SQL that two majors print differently: neither drift nor equal, and never silent. */

import { describe, expect, it } from "vitest";
import type { Canonical, SqlText } from "../../lib/core/canonical.ts";
import { EVERYTHING, objectsByAddress, type Snapshot } from "../../lib/core/snapshot.ts";
import { parseSnapshot } from "../../lib/core/snapshot-file.ts";
import { serializeSnapshot } from "../../lib/core/snapshot-writer.ts";
import { compare } from "../../lib/engine/compare.ts";
import { diff, differences } from "../../lib/engine/diff/diff.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { aSnapshot } from "../support/snapshot.ts";

const text = (form: string, loose?: string): SqlText => ({
  $sql: "view",
  text: `SELECT ${form}`,
  form,
  ...(loose === undefined ? {} : { loose }),
});

const attributes = KINDS.get("view").attributes;

/** A view of which a major has printed this. */
function viewOn(major: number, definition: SqlText, more: Readonly<Record<string, Canonical>> = {}): Snapshot {
  const nothing = Object.fromEntries(attributes.map((name) => [name, []]));
  const spec = { ...nothing, definition, ...more };
  return {
    ...aSnapshot([]),
    server: { version: major * 10_000, database: "shop", systemIdentifier: null, databaseOid: 5 },
    covers: { view: attributes },
    objects: objectsByAddress([{ address: { kind: "view", path: ["app", "flags"] }, spec, facts: { oid: 16_400 } }]),
  };
}

const FOURTEEN = text("a", "same");
const LATER = text("b", "same");
const CHANGED = text("c", "other");
const UNREADABLE = text("d", "*");
const uncertainty = { address: "view:app.flags", attribute: "definition" };

describe("between two majors", () => {
  it.each([
    ["texts alike in what both would print", FOURTEEN, LATER],
    ["a text that could not be read", UNREADABLE, LATER],
    ["a text that could not be read, where it is actual", CHANGED, UNREADABLE],
    ["a text in doubt beside one that is not", FOURTEEN, text("same")],
  ])("%s are neither drift nor equal", (_name, expected, actual) => {
    const verdict = compare(KINDS, viewOn(14, expected), viewOn(15, actual), EVERYTHING);
    expect(verdict).toMatchObject({ status: "INCOMPLETE", findings: [], uncertain: [uncertainty] });
    expect(verdict.remediation.statements).toEqual([]);
    expect(verdict.fingerprint.expected).not.toBe(verdict.fingerprint.actual);
  });

  it("texts that no major would print for the same DDL are drift", () => {
    const verdict = compare(KINDS, viewOn(14, FOURTEEN), viewOn(15, CHANGED), EVERYTHING);
    expect(verdict).toMatchObject({
      status: "DRIFTED",
      uncertain: [],
      findings: [{ code: "view.definition.altered" }],
    });
  });

  it("equal texts are equal, in doubt or not", () => {
    expect(differences(viewOn(14, FOURTEEN), viewOn(15, FOURTEEN))).toEqual({ changes: [], uncertain: [], apart: [] });
  });

  it("another attribute is drift beside it", () => {
    const changed = viewOn(18, LATER, { options: ["security_barrier=true"] });
    expect(differences(viewOn(14, FOURTEEN), changed)).toMatchObject({
      changes: [{ attribute: "options" }],
      uncertain: [uncertainty],
    });
  });
});

it("on one major every difference is drift", () => {
  expect(diff(viewOn(15, FOURTEEN), viewOn(15, LATER))).toHaveLength(1);
  expect(diff(viewOn(15, UNREADABLE), viewOn(15, LATER))).toHaveLength(1);
});

it("a snapshot file keeps what is in doubt", () => {
  const again = parseSnapshot(serializeSnapshot(viewOn(14, FOURTEEN)));
  expect(differences(again, viewOn(15, LATER)).uncertain).toHaveLength(1);
});
