/** Alerts printed to a stream. */

import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { consoleAlerts } from "../../lib/local/console-alerts.ts";
import { anAlert } from "../support/alert.ts";
import { aTarget } from "../support/target.ts";

describe("an alert", () => {
  it("is printed as it would be sent", async () => {
    let printed = "";
    const stream = new Writable({
      write: (chunk, _encoding, done) => {
        printed += chunk;
        done();
      },
    });
    const limits: number[] = [];
    const render = (_alert: unknown, _topic: unknown, limit: number) => {
      limits.push(limit);
      return "the text\n\n";
    };
    await consoleAlerts(stream, { render }).publish(aTarget(), anAlert(), [], async () => undefined);
    expect(printed).toBe("the text\n");
    expect(limits).toEqual([262_144]);
  });

  it("that cannot be printed is undelivered", async () => {
    const stream = new Writable({ write: (_chunk, _encoding, done) => done(new Error("write EPIPE")) });
    stream.on("error", () => undefined);
    const { failure } = await consoleAlerts(stream, { render: () => "text" }).publish(
      aTarget(),
      anAlert(),
      [],
      async () => undefined,
    );
    expect(failure).toMatchObject({
      code: "alert-undelivered",
      message: "the alert could not be printed: write EPIPE; check where the output goes",
    });
  });
});
