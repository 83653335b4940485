/** Every kind and every attribute has a golden case in which it drifts, or a reason why it cannot. */

import { expect, it } from "vitest";
import { KINDS } from "../../lib/kinds/registry.ts";
import {
  CLUSTER_GOLDEN,
  caseNames,
  GOLDEN,
  MAJORS_CLUSTER_GOLDEN,
  MAJORS_GOLDEN,
  readCase,
  readFindings,
} from "./golden-case.ts";

/** Codes that no finding can have, because the change is always another one's consequence. */
const FOLDED: Record<string, string> = {
  "owner.added": "an object and its owner come together",
  ...Object.fromEntries(
    ["added", "removed", "label.altered"].map((code) => [
      `security-label.${code}`,
      "no server of the tests has a label provider: test/kinds/security-label.test.ts",
    ]),
  ),
  "database.added": "what connects to a database finds it there",
  "database.removed": "what connects to a database finds it there",
  "owner.removed": "an object and its owner go together",
  "extension-table.added": "a table of an extension comes with it",
  "extension-table.removed": "a table of an extension goes with it",
};

const seen = new Set(
  [GOLDEN, CLUSTER_GOLDEN, MAJORS_GOLDEN, MAJORS_CLUSTER_GOLDEN].flatMap((root) =>
    caseNames(root).flatMap((name) => {
      const { drifted, reversed } = readFindings(readCase(root, name));
      return [...drifted.findings, ...reversed.findings].map(({ code }) => code);
    }),
  ),
);

const codes = KINDS.all.flatMap(({ name, attributes, rename }) => [
  `${name}.added`,
  `${name}.removed`,
  ...(rename ? [`${name}.renamed`] : []),
  ...attributes.map((attribute) => `${name}.${attribute}.altered`),
]);

it.each(codes.filter((code) => !(code in FOLDED)))("%s has a golden case", (code) => {
  expect(seen).toContain(code);
});

it("gives a reason only for what has no case", () => {
  expect(Object.keys(FOLDED).filter((code) => seen.has(code) || !codes.includes(code))).toEqual([]);
});

it("knows no finding that the registry does not", () => {
  expect([...seen].filter((code) => !codes.includes(code))).toEqual([]);
});
