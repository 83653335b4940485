/** docs/alerts.md: its examples are what is sent, and what it says to write is taken. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../lib/config/config-file.ts";
import { ALERT_FORMATS, type AlertFormat } from "../../lib/core/topic.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { renderMessage } from "../../lib/report/message.ts";
import { checkedBy } from "../support/schema.ts";
import { EXAMPLE } from "./example-alert.ts";

const document = readFileSync("docs/alerts.md", "utf8");

/** The fenced text with this label, or the first after a heading. */
const fenced = (label: string, after = ""): string => {
  const from = document.slice(document.indexOf(after));
  return new RegExp(`^\`\`\`${label}\\n([\\s\\S]*?)^\`\`\`$`, "m").exec(from)?.[1] ?? "";
};
const example = (format: AlertFormat): string => fenced(format === "text" ? "text" : "json", `### \`${format}\``);

describe("docs/alerts.md", () => {
  it.each(ALERT_FORMATS)("shows an alert as %s as it is sent", (format) => {
    const topic = { arn: `arn:aws:sns:eu-west-1:123456789012:schema-${format}`, format };
    const sent = renderMessage(EXAMPLE, topic, 250_000);
    if (format === "text") expect(example(format)).toBe(sent);
    else expect(JSON.parse(example(format))).toEqual(JSON.parse(sent));
  });

  it.each([
    ["json", "docs/schemas/alert.v1.json"],
    ["chat", "test/schemas/chat.json"],
    ["pager", "test/schemas/alarm.json"],
  ] as const)("shows a valid %s", (format, schema) => {
    expect(checkedBy(schema)(JSON.parse(example(format)))).toEqual([]);
  });

  it("has a config that is taken", () => {
    const { databases } = parseConfig(fenced("json config"), "docs/alerts.md");
    expect(databases[0]?.alertTopics?.map(({ format }) => format)).toEqual(["text", "chat", "pager"]);
  });

  it("has a filter policy of attributes and kinds that there are", () => {
    const policy = JSON.parse(fenced("json filter")) as Record<string, string[]>;
    const names = KINDS.all.map(({ name }) => name);
    expect((policy.kinds ?? []).filter((kind) => !names.includes(kind))).toEqual([]);
    for (const name of Object.keys(policy)) expect(document).toContain(`| \`${name}\``);
  });
});
