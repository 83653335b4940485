import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { KINDS } from "../../lib/kinds/registry.ts";
import { caseNames, GOLDEN, readCase, readFindings } from "../golden/golden-case.ts";
import { coverageDocument } from "./coverage/document.ts";
import { COVERAGE } from "./coverage/place.ts";
import { readKinds } from "./coverage/rules.ts";

it("docs/coverage.md is what the kinds say (npm run coverage-doc)", () => {
  expect(readFileSync(COVERAGE, "utf8")).toBe(coverageDocument());
});

describe("the source of the kinds", () => {
  const written = readKinds();

  it("is read for all of them", () => {
    expect([...written.keys()].sort()).toEqual(KINDS.all.map(({ name }) => name).sort());
  });

  it("has the attributes of the registry", () => {
    for (const { name, attributes } of KINDS.all)
      expect([...(written.get(name)?.attributes.keys() ?? [])].sort(), name).toEqual([...attributes].sort());
  });

  it("says of each attribute what its drift means and what puts it back", () => {
    for (const [kind, { added, removed, attributes }] of written) {
      expect(added, kind).not.toEqual([]);
      expect(removed, kind).not.toEqual([]);
      for (const [name, { drift, remedy }] of attributes) {
        expect(drift, `${kind}.${name}`).not.toEqual([]);
        expect(remedy.alter || remedy.recreate || remedy.manual.length > 0, `${kind}.${name}`).toBe(true);
      }
    }
  });

  it("has every severity that a golden case was given", () => {
    const unknown = caseNames(GOLDEN).flatMap((name) => {
      const { drifted, reversed } = readFindings(readCase(GOLDEN, name));
      return [...drifted.findings, ...reversed.findings].flatMap(({ code, severity, consequences }) => {
        const [kind = "", part = "", verb] = code.split(".");
        const source = written.get(kind);
        const verdicts = verb ? source?.attributes.get(part)?.drift : source?.[part as "added" | "removed" | "renamed"];
        // What takes another along is as bad as that.
        const known = consequences > 0 || verdicts?.some((verdict) => verdict.severity === severity);
        return known ? [] : [`${name}: ${code} ${severity}`];
      });
    });
    expect(unknown).toEqual([]);
  });
});
