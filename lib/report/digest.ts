/** A fleet as the body of a message, for whoever reads the topic. */

import type { Fleet } from "../core/fleet.ts";
import type { AlertFormat } from "../core/topic.ts";
import { harmless } from "./chat-text.ts";
import { fleetSummary, namesOf, REASONS, renderFleetGroups } from "./fleet-groups.ts";
import { renderJson } from "./json.ts";
import { cut } from "./paragraph.ts";

/** What a chat shows in one piece. */
const CHAT = 2_900;
const CHAT_NAMES = 40;

/** Undefined where nothing is to be sent: a digest is nothing that somebody is woken for. */
export function renderDigest(fleet: Fleet, format: AlertFormat): string | undefined {
  switch (format) {
    case "text":
      return renderFleetGroups(fleet, { colour: false, width: 72 });
    case "json":
      return renderJson({ event: "digest", summary: fleetSummary(fleet), ...fleet });
    case "chat":
      return chat(fleet);
    case "pager":
      return undefined;
  }
}

/** A custom notification of Amazon Q Developer in chat applications. */
function chat(fleet: Fleet): string {
  const groups = fleet.groups.map(
    ({ status, databases, findings }) =>
      `*${status.replace("_", " ").toLowerCase()}* (${databases.length}): ${harmless(namesOf(databases, CHAT_NAMES))}${
        findings[0]
          ? ` · ${harmless(findings[0].title)}${findings.length > 1 ? `, and ${findings.length - 1} more` : ""}`
          : ""
      }`,
  );
  const unseen = fleet.unseen.map(({ database, reason }) => `${harmless(database)}: ${REASONS[reason]}`);
  return renderJson({
    version: "1.0",
    source: "custom",
    content: {
      textType: "client-markdown",
      title: `Fleet: ${fleetSummary(fleet)}`,
      description: cut([...groups, ...unseen].join("\n"), CHAT),
    },
    metadata: { threadId: "schema-drift/fleet", summary: fleetSummary(fleet), eventType: "SchemaDriftDigest" },
  });
}
