/** What is said of an audit, whatever npm answers. */

import { expect, it } from "vitest";
import { auditVerdict } from "../../bin/audit-verdict.ts";

const clean = { vulnerabilities: {}, metadata: { vulnerabilities: { total: 0 } } };
const weak = { vulnerabilities: { pg: { severity: "high" } }, metadata: { vulnerabilities: { total: 1 } } };

it.each<[string, string, readonly string[], boolean, RegExp]>([
  ["no weakness", JSON.stringify(clean), [], true, /^audited: no known weakness$/],
  ["a weakness", JSON.stringify(weak), [], false, /^audited: 1 known weaknesses: pg \(high\)$/],
  [
    "a registry that does not know how",
    JSON.stringify({ message: "405 Method Not Allowed - POST https://registry/bulk\nmore", method: "POST" }),
    [],
    true,
    /^NOT AUDITED: the registry cannot be asked \(405 Method Not Allowed - POST \S+\); run it against the public one before a release$/,
  ],
  ["an error of npm's own", JSON.stringify({ error: { summary: "ENOTFOUND" } }), [], true, /^NOT AUDITED: .*ENOTFOUND/],
  ["nothing", "", [], true, /^NOT AUDITED: .*\(no answer\)/],
  ["no JSON", "npm ERR! {", [], true, /^NOT AUDITED: /],
  ["something else", "[null]", [], true, /^NOT AUDITED: /],
  ["what was given up, unasked", "", ["left-pad"], false, /^NOT AUDITED: .*; given up by their makers: left-pad$/],
  ["what was given up", JSON.stringify(clean), ["left-pad"], false, /; given up by their makers: left-pad$/],
])("%s", (_, output, deprecated, passed, line) => {
  const verdict = auditVerdict(output, deprecated);
  expect(verdict.passed).toBe(passed);
  expect(verdict.line).toMatch(line);
});
