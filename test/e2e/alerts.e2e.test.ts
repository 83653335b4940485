/** Alerts through SNS: what subscriptions let through by attributes, and what each topic is given. */

import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { snsAlerts } from "../../lib/aws/sns.ts";
import type { AlertContent } from "../../lib/core/report.ts";
import { ALERT_FORMATS, type AlertFormat, type Topic } from "../../lib/core/topic.ts";
import { renderMessage, subjectFor } from "../../lib/report/message.ts";
import { type Delivered, subscribe } from "../support/deployment.ts";
import { type Moto, startMoto } from "../support/moto.ts";
import { aFinding, anAlert, aPolicy, remembered } from "../support/reports.ts";
import { checkedBy } from "../support/schema.ts";
import { aTarget } from "../support/target.ts";

let moto: Moto;
let topics: Topic[];
let publish: (alert: AlertContent) => Promise<void>;
const taken = new Map<string, () => Promise<Delivered[]>>();

beforeAll(async () => {
  moto = await startMoto();
  const client = moto.client(SNSClient);
  topics = await Promise.all(
    ALERT_FORMATS.map(async (format) => {
      const { TopicArn: arn = "" } = await client.send(new CreateTopicCommand({ Name: `for-${format}` }));
      return { arn, format };
    }),
  );
  for (const { arn, format } of topics) taken.set(format, await subscribe(moto, arn, format));
  const text = topics[0]?.arn ?? "";
  taken.set("pages", await subscribe(moto, text, "pages", { severity: ["critical", "high"] }));
  taken.set("policies", await subscribe(moto, text, "policies", { kinds: ["policy"], event: ["drift", "resolved"] }));
  taken.set("removals", await subscribe(moto, text, "removals", { codes: ["index.removed", "index.added"] }));
  taken.set("others", await subscribe(moto, text, "others", { database: [{ "anything-but": "orders" }] }));
  const alerts = snsAlerts({ render: renderMessage, subjectOf: subjectFor, clientFor: () => client });
  publish = async (alert) => {
    const target = aTarget({ alertTopics: topics });
    expect(await alerts.publish(target, alert, [], async () => undefined)).toMatchObject({ failure: null });
  };
}, 60_000);

afterAll(() => moto.stop());

const inbox = async (name: string): Promise<Delivered[]> => taken.get(name)?.() ?? [];
const subjects = async (name: string): Promise<string[]> => (await inbox(name)).map(({ subject }) => subject);
const clear = () => Promise.all([...taken.keys()].map(inbox));

describe("a filter policy", () => {
  it("lets through what it asks for, and holds back the rest", async () => {
    await publish(anAlert({ findings: [aFinding()] }));
    expect(await subjects("text")).toEqual(["[MEDIUM] Schema drift: orders (1 finding)"]);
    expect(await subjects("removals")).toEqual(["[MEDIUM] Schema drift: orders (1 finding)"]);
    for (const name of ["pages", "policies", "others"]) expect(await subjects(name), name).toEqual([]);

    await publish(anAlert({ findings: [aPolicy()] }));
    for (const name of ["pages", "policies"])
      expect(await subjects(name), name).toEqual(["[CRITICAL] Schema drift: orders (1 finding)"]);
    for (const name of ["removals", "others"]) expect(await subjects(name), name).toEqual([]);
  });

  it("that heard of an incident hears of its end", async () => {
    await clear();
    await publish(anAlert({ transition: "resolved", disappeared: [remembered(aPolicy())] }));
    for (const name of ["pages", "policies"])
      expect(await subjects(name), name).toEqual(["[RESOLVED] Schema drift: orders (1 finding gone)"]);
  });

  it("can be without reminders", async () => {
    await clear();
    await publish(anAlert({ transition: "reminded", findings: [aPolicy()] }));
    expect(await subjects("pages")).toEqual(["[CRITICAL] Schema drift, still there: orders (1 finding)"]);
    expect(await subjects("policies")).toEqual([]);
  });
});

describe("a topic", () => {
  const schemas: Partial<Record<AlertFormat, string>> = {
    ...{ json: "docs/schemas/alert.v1.json", chat: "test/schemas/chat.json", pager: "test/schemas/alarm.json" },
  };

  it("is given its own format", async () => {
    await clear();
    await publish(anAlert({ findings: [aPolicy()] }));
    for (const [format, schema] of Object.entries(schemas)) {
      const [alert] = await inbox(format);
      expect(checkedBy(schema)(JSON.parse(alert?.message ?? ""))).toEqual([]);
      expect(alert?.subject).toBe(`${format === "pager" ? "ALARM: " : ""}[CRITICAL] Schema drift: orders (1 finding)`);
    }
    const [text] = await inbox("text");
    expect(text?.message).toMatch(/^\[CRITICAL\] Schema drift: orders \(1 finding\)\n\norders has drifted\.\n/);
  });
});
