/** `docs/codes.md`: every code a finding can have, by itself, so that it is found by the letters a report shows. */

import { join } from "node:path";
import { KINDS } from "../../../lib/kinds/registry.ts";
import { ROOT } from "../../architecture/source.ts";
import { readKinds, type Verdicts } from "./rules.ts";

export const CODES = join(ROOT, "docs/codes.md");

export interface Code {
  /** `policy.using.altered`. */
  readonly code: string;
  /** What people call the kind. */
  readonly title: string;
  /** Worst first. */
  readonly verdicts: readonly Verdicts[];
}

const HEAD = `# Codes

Every finding bears a code: what sort of object it is about, which attribute where it was altered, and what happened to
it. Codes are stable: rules of the config, filters of alerts and your own scripts may rely on them. This page is generated
by \`npm run coverage-doc\` from the kinds themselves (\`lib/kinds\`), and a test fails when it is stale. Where a severity
depends on the values, all that can be given are listed, worst first; [coverage.md](coverage.md) says what puts each back.
Among what followed from a rename, \`<kind>.renamed\` also stands for what merely has another address.
`;

/** In the order of the kinds, and within one: added, removed, renamed, then its attributes by name. */
export function allCodes(): readonly Code[] {
  const written = readKinds();
  return KINDS.all.flatMap(({ name, title, attributes, rename }) => {
    const source = written.get(name);
    if (!source) throw new Error(`no source defines ${name}`);
    const altered = [...attributes].sort().map((attribute) => ({
      code: `${name}.${attribute}.altered`,
      verdicts: source.attributes.get(attribute)?.drift ?? [],
    }));
    return [
      { code: `${name}.added`, verdicts: source.added },
      { code: `${name}.removed`, verdicts: source.removed },
      ...(rename ? [{ code: `${name}.renamed`, verdicts: source.renamed }] : []),
      ...altered,
    ].map((code) => ({ ...code, title }));
  });
}

export function codesDocument(): string {
  const sections = new Map<string, Code[]>();
  for (const code of allCodes()) sections.set(code.title, [...(sections.get(code.title) ?? []), code]);
  return [
    HEAD,
    ...Array.from(
      sections,
      ([title, codes]) => `## ${title}

| code | what it means |
| --- | --- |
${codes.map(({ code, verdicts }) => `| \`${code}\` | ${meaning(verdicts)} |`).join("\n")}
`,
    ),
  ].join("\n");
}

export const meaning = (given: readonly Verdicts[]): string =>
  given.map(({ severity, reasons }) => `**${severity}** ${cell(reasons.join("; or "))}`).join("<br>");

export const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
