/** What a report was made from, for whoever has to compare it with another. */

import type { Report } from "../../core/report.ts";
import type { Comparison } from "../comparison.ts";
import { time } from "./attribution.ts";
import { placeHtml } from "./link.ts";
import { html, type Part } from "./markup.ts";
import { facts, type Section, section } from "./section.ts";

export function aboutSection(report: Report): Section {
  const { fingerprint, server, incident, stored, previousCheckAt, format, error } = report;
  const entries: (readonly [string, Part])[] = [
    ["Expected", print(fingerprint.expected)],
    ["Actual", print(fingerprint.actual)],
    ["Report as JSON", placeHtml(stored.page, stored.report)],
    ["Observed snapshot", placeHtml(stored.page, stored.observed)],
    ["Proposed SQL", placeHtml(stored.page, stored.plan)],
    ["Check before", previousCheckAt === null ? "none" : time(previousCheckAt)],
  ];
  if (server) {
    const { version, systemIdentifier, databaseOid } = server;
    entries.push(["Server", `version ${version}, system ${systemIdentifier ?? "not known"}, database ${databaseOid}`]);
  }
  if (incident) {
    const { id, state, openedAt, changedAt, toldAt } = incident;
    entries.push(
      ["Incident", html`<code>${id}</code>, ${state}, opened ${time(openedAt)}, changed ${time(changedAt)}`],
      ["People were told", toldAt === null ? "not yet" : time(toldAt)],
    );
  }
  if (error) entries.push(["Error", html`<code>${error.code}</code> ${error.message}`]);
  entries.push(["Format", `report ${format}`]);
  return section("about", "About this check", null, facts(entries));
}

export function aboutComparison({ fingerprint, schemas, format }: Comparison): Section {
  const scopes = schemas.map(({ include, exclude }) =>
    [...include, ...exclude.map((pattern) => `not ${pattern}`)].join(", "),
  );
  const entries: (readonly [string, Part])[] = [
    ["Expected", print(fingerprint.expected)],
    ["Actual", print(fingerprint.actual)],
    ["Schemas", scopes.length === 0 ? "all" : scopes.join("; ")],
    ["Format", `comparison ${format}`],
  ];
  return section("about", "About this comparison", null, facts(entries));
}

const print = (fingerprint: string | null): Part =>
  fingerprint === null ? "not read" : html`<code class="fingerprint">${fingerprint}</code>`;
