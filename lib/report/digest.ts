/** A fleet as the body of a message, for whoever reads the topic. */

import { numeral } from "../core/count.ts";
import type { Fleet } from "../core/fleet.ts";
import type { AlertFormat } from "../core/topic.ts";
import { bytes, cutBytes } from "./bytes.ts";
import { harmless } from "./chat-text.ts";
import { fleetSummary, namesOf, renderFleetGroups, whyUnseen } from "./fleet-groups.ts";
import { renderJson } from "./json.ts";
import { cut } from "./paragraph.ts";

/** What a chat shows in one piece. */
const CHAT = 2_900;
const CHAT_NAMES = 40;
const STEP = 400;

/** Of each list in JSON, where all of it would not fit. */
const LENGTHS = [1_000, 300, 100, 30, 10, 3, 1, 0];
/** Letters of a title there. */
const LONGEST = 300;
const WHOLE = "driftwatch fleet";

/**
 * In at most so many bytes of UTF-8 as long as there are some thousand of them.
 * @returns undefined where nothing is to be sent: a digest is nothing that somebody is woken for
 */
export function renderDigest(fleet: Fleet, format: AlertFormat, limitBytes: number): string | undefined {
  switch (format) {
    case "text": {
      const text = renderFleetGroups(fleet, { colour: false, width: 72 });
      return cutBytes(text, limitBytes, `\n… cut to fit. All of it: ${WHOLE}\n`);
    }
    case "json":
      return json(fleet, limitBytes);
    case "chat":
      return chat(fleet);
    case "pager":
      return undefined;
  }
}

function json(fleet: Fleet, limitBytes: number): string {
  const head = { event: "digest", summary: fleetSummary(fleet) };
  let text = renderJson({ ...head, ...fleet });
  for (const length of LENGTHS) {
    if (bytes(text) <= limitBytes) break;
    text = renderJson({ ...head, truncated: { lists: length, whole: WHOLE }, ...shortened(fleet, length) });
  }
  return text;
}

const shortened = (fleet: Fleet, length: number): Fleet => ({
  ...fleet,
  groups: fleet.groups.slice(0, length).map((group) => ({
    ...group,
    databases: group.databases.slice(0, length),
    findings: group.findings.slice(0, length).map((finding) => ({ ...finding, title: cut(finding.title, LONGEST) })),
  })),
  unseen: fleet.unseen.slice(0, length),
});

/** A custom notification of Amazon Q Developer in chat applications. */
function chat(fleet: Fleet): string {
  const groups = fleet.groups.map(
    ({ status, databases, findings, total }) =>
      `*${status.replace("_", " ").toLowerCase()}* (${databases.length}): ${harmless(namesOf(databases, CHAT_NAMES))}${
        findings[0] ? ` · ${harmless(findings[0].title)}${total > 1 ? `, and ${numeral(total - 1)} more` : ""}` : ""
      }`,
  );
  const unseen = fleet.unseen.map((it) => `${harmless(it.database)}: ${whyUnseen(it)}`);
  return renderJson({
    version: "1.0",
    source: "custom",
    content: {
      textType: "client-markdown",
      title: `Fleet: ${fleetSummary(fleet)}`,
      description: cut([...groups, ...unseen].join("\n"), CHAT),
      ...(fleet.nextSteps.length > 0 && { nextSteps: fleet.nextSteps.map((step) => cut(harmless(step), STEP)) }),
    },
    metadata: { threadId: "schema-drift/fleet", summary: fleetSummary(fleet), eventType: "SchemaDriftDigest" },
  });
}
