/** A finding in a few lines: how bad, what, why, expected and actual, and what else came with it. */

import { parseAddress } from "../core/address.ts";
import type { Canonical } from "../core/canonical.ts";
import { count } from "../core/count.ts";
import { doubtOf, type Finding, type RenameReading } from "../core/finding.ts";
import { SEVERITIES, type Severity } from "../core/severity.ts";
import { acknowledgedText, attributionText } from "./attribution.ts";
import { type Excerpt, excerpts } from "./excerpt.ts";
import { type Page, prose } from "./page.ts";
import { cut, paragraph } from "./paragraph.ts";
import { printable } from "./printable.ts";
import { possibleText } from "./rename.ts";
import { valueText, words } from "./value.ts";

const SEVERITY_WIDTH = Math.max(...SEVERITIES.map(({ length }) => length));
/** Of what stands below the title. */
export const INDENT = " ".repeat(SEVERITY_WIDTH + 2);
const LABEL_WIDTH = "expected  ".length;

export function findingLines(page: Page, finding: Finding): string[] {
  return [
    ...titleLines(page, finding.severity, headline(finding)),
    ...prose(page, `${finding.why} (${finding.code})`, INDENT),
    ...valueLines(page, finding),
    ...possibleLines(page, finding),
    ...consequenceLines(page, finding),
    ...knownLines(page, finding),
  ];
}

/** `CRITICAL  table app.users: removed`. */
export function titleLines(page: Page, severity: Severity, title: string): string[] {
  const [first = "", ...more] = prose(page, title, INDENT);
  const label = page.paint.severity[severity](severity.toUpperCase());
  return [`${label}${" ".repeat(INDENT.length - severity.length)}${page.paint.heading(first.trim())}`, ...more];
}

/** `policy app.orders.tenants: using altered`. */
export const headline = ({ title, address, verb, attribute, rename }: Headlined): string =>
  rename
    ? `${title}: ${isMoved(address, rename) ? "moved" : "renamed"} to ${rename.toTitle} (${known(rename)})`
    : `${title}: ${attribute === null ? verb : `${words(attribute)} ${verb}`}`;

type Headlined = Pick<Finding, "title" | "address" | "verb" | "attribute"> & Partial<Pick<Finding, "rename">>;

/** It is called the same as before, in another schema. */
function isMoved(address: string, { to }: RenameReading): boolean {
  const [[, ...was], [, ...is]] = [parseAddress(address).path, parseAddress(to).path];
  return was.length > 0 && was.length === is.length && was.every((name, at) => name === is[at]);
}

function known({ evidence }: RenameReading): string {
  if (evidence.by === "identity") return "proved";
  if (evidence.by === "definition") return "the same but for the name";
  return `${doubtOf(evidence)}; or: removed and added`;
}

/** `it may be called column app.users.mail now (score 0.650)`. */
function possibleLines(page: Page, finding: Finding): string[] {
  const names = possibleText(finding);
  return names.length === 0 ? [] : prose(page, `it ${names.join(", or ")}`, INDENT);
}

function valueLines({ width, paint }: Page, { verb, expected, actual }: Finding): string[] {
  if (verb === "renamed") return [];
  const room = width - INDENT.length - LABEL_WIDTH;
  const lines =
    verb === "altered"
      ? excerpts(valueText(expected), valueText(actual), room)
      : verb === "added"
        ? specLines("actual", actual, room)
        : specLines("expected", expected, room);
  return lines.map(({ side, text }, at) => {
    const label = lines[at - 1]?.side === side ? "" : side;
    const shown = side === "both" ? paint.quiet(text) : paint[side](text);
    return `${INDENT}${label.padEnd(LABEL_WIDTH)}${shown}`.trimEnd();
  });
}

/** An object's attributes, in two lines at most. */
function specLines(side: "expected" | "actual", spec: Canonical, width: number): Excerpt[] {
  const text = valueText(spec);
  if (text === "(none)") return [];
  const lines = paragraph(cut(printable(text.replaceAll(/\s+/g, " ")), 2 * width), width);
  return lines.map((line) => ({ side, text: line }));
}

/** `and with it: 3 columns, 1 index`; nothing where nothing came with it. */
export function consequenceText({ consequences }: Finding): string[] {
  if (consequences.length === 0) return [];
  const kinds = new Map<string, number>();
  for (const { address } of consequences) {
    const kind = parseAddress(address).kind.replaceAll("-", " ");
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const folded = [...kinds].map(([kind, number]) => count(number, kind)).join(", ");
  return [`and with it: ${folded}`];
}

const consequenceLines = (page: Page, finding: Finding): string[] =>
  consequenceText(finding).flatMap((text) => prose(page, text, INDENT));

/** Since when, by whom, who knows of it, and what whoever acknowledges it calls it. */
function knownLines(page: Page, { id, attribution, acknowledged }: Finding): string[] {
  const known = attribution ? [attributionText(attribution, page.seen), `id ${id}`] : [];
  const all = [...known, ...(acknowledged ? [acknowledgedText(acknowledged)] : [])];
  return all.filter((text) => text !== "").flatMap((text) => prose(page, text, INDENT));
}
