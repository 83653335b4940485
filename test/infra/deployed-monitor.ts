/**
 * A monitor as its template deploys it: EventBridge Scheduler delivers, Lambda invokes asynchronously and tries again,
 * what fails for good goes where the template says, and CloudWatch counts.
 */

import type { Template } from "aws-cdk-lib/assertions";
import { Alarm, type AlarmProperties, CloudWatch } from "./cloudwatch.ts";
import { allowed, flat } from "./synth.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** What arrives in a queue. */
export interface DeadLetter {
  readonly queue: string;
  readonly from: "scheduler" | "lambda";
  /** `RetriesExhausted`, `EventAgeExceeded`; of the scheduler its error. */
  readonly why: string;
  /** The function's error, as Lambda adds it. */
  readonly error?: { readonly errorType: string; readonly errorMessage: string };
}

/** What is wrong with the deployment. */
export type Trouble = "disabled" | "deleted" | "forbidden" | "throttled";

type Properties = Readonly<Record<string, unknown>>;

/** Lambda waits so long before it tries again. */
const PAUSES = [MINUTE, 2 * MINUTE];

export class DeployedMonitor {
  readonly cloudWatch = new CloudWatch();
  readonly letters: DeadLetter[] = [];
  trouble: Trouble | null = null;
  readonly #template: Template;
  readonly #alarms = new Map<string, Alarm>();

  /** @param check what the function does at a moment (ms since 1970), and what it logs */
  constructor(
    template: Template,
    readonly check: (at: number, log: (text: string) => void) => Promise<void> = async () => undefined,
  ) {
    this.#template = template;
    for (const alarm of Object.values(template.findResources("AWS::CloudWatch::Alarm"))) {
      const properties = alarm.Properties as AlarmProperties;
      this.#alarms.set(properties.MetricName, new Alarm(properties));
    }
  }

  /** By the metric that it watches. */
  stateOf(metric: string): Alarm["state"] {
    const alarm = this.#alarms.get(metric);
    if (!alarm) throw new Error(`there is no alarm on ${metric}`);
    return alarm.state;
  }

  /** Lets time pass; alarms are evaluated every five minutes, and whatever a state becomes is said. */
  watch(from: number, to: number, seen: (metric: string, state: Alarm["state"], at: number) => void = () => {}): void {
    for (let at = from; at < to; at += 5 * MINUTE)
      for (const [metric, alarm] of this.#alarms) {
        const before = alarm.state;
        const now = alarm.evaluate(this.cloudWatch, at);
        if (now !== before) seen(metric, now, at);
      }
  }

  /** The schedule's hour has come. */
  async deliver(at: number): Promise<void> {
    const schedule = this.#one("AWS::Scheduler::Schedule");
    const target = schedule.Target as { Arn: unknown; RoleArn: unknown; DeadLetterConfig?: { Arn: unknown } };
    if (schedule.State === "DISABLED" || this.trouble === "disabled") return;
    const may = allowed(this.#template, /EventBridge Scheduler/);
    const reaches = (action: string, resource: string) =>
      may.some(
        ({ effect, actions, resources }) =>
          effect === "Allow" && actions.includes(action) && resources.includes(resource),
      );
    const invokes = reaches("lambda:InvokeFunction", flat(target.Arn)) && this.trouble !== "forbidden";
    if (invokes && this.trouble !== "deleted") return this.#invoke(at);
    const queue = flat(target.DeadLetterConfig?.Arn ?? "");
    const why = invokes ? "ResourceNotFoundException" : "AccessDeniedException";
    if (reaches("sqs:SendMessage", queue)) this.letters.push({ queue, from: "scheduler", why });
  }

  async #invoke(at: number): Promise<void> {
    const { MaximumRetryAttempts, DestinationConfig } = this.#one("AWS::Lambda::EventInvokeConfig") as {
      readonly MaximumRetryAttempts: number;
      readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination: unknown } };
    };
    const queue = flat(DestinationConfig?.OnFailure?.Destination ?? "");
    // A throttled event is kept until it is too old.
    if (this.trouble === "throttled") return this.#keep({ queue, from: "lambda", why: "EventAgeExceeded" });
    let error: DeadLetter["error"];
    for (let attempt = 0, now = at; attempt <= MaximumRetryAttempts; now += PAUSES[attempt++] ?? 0) {
      error = await this.#attempt(now);
      if (!error) return;
    }
    this.#keep({ queue, from: "lambda", why: "RetriesExhausted", ...(error && { error }) });
  }

  #keep(letter: DeadLetter): void {
    const role = allowed(this.#template, /^Driftwatch check of/);
    const may = role.some(
      ({ actions, resources }) => actions.includes("sqs:SendMessage") && resources.includes(letter.queue),
    );
    if (may) this.letters.push(letter);
  }

  async #attempt(at: number): Promise<DeadLetter["error"]> {
    let log = "";
    const failure = await this.check(at, (text) => {
      log += text;
    }).then(
      () => undefined,
      (error: Error) => ({ errorType: error.name, errorMessage: error.message }),
    );
    const name = Object.entries(this.#template.findResources("AWS::Lambda::Function")).find(
      ([, { Properties }]) => Properties.Environment?.Variables.DRIFTWATCH_TARGET !== undefined,
    )?.[0];
    const dimensions = { FunctionName: flat({ Ref: name }) };
    this.cloudWatch.put("AWS/Lambda", "Invocations", dimensions, at, 1);
    this.cloudWatch.put("AWS/Lambda", "Errors", dimensions, at, failure ? 1 : 0);
    this.cloudWatch.read(log);
    return failure;
  }

  #one(type: string): Properties {
    const found = Object.values(this.#template.findResources(type));
    if (found.length !== 1) throw new Error(`${found.length} of ${type}`);
    return found[0]!.Properties as Properties;
  }
}
