/** AWS fails: S3, SNS and Secrets Manager, at one request and from there on. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SNSClient } from "@aws-sdk/client-sns";
import { clientOptions } from "../../lib/aws/client-options.ts";
import { s3Stores } from "../../lib/aws/s3.ts";
import { S3Objects } from "../../lib/aws/s3-client.ts";
import { secretsManagerCredentials } from "../../lib/aws/secrets.ts";
import { snsAlerts } from "../../lib/aws/sns.ts";
import type { Target } from "../../lib/config/target.ts";
import { parseState } from "../../lib/core/target-state.ts";
import { renderMessage, subjectFor } from "../../lib/report/message.ts";
import { aTarget } from "../support/target.ts";
import { AwsServer, BUCKET, type Harm, type Request } from "./aws-server.ts";
import type { Told, Verdict } from "./judge.ts";
import { PASSWORD, type Scene, type Stage, WATCHER } from "./scenes.ts";
import { type Conditions, type Family, type Trial, tryScene } from "./trial.ts";

const REGION = "eu-west-1";
const SECRET = "driftwatch/orders";
const TOPICS = ["first", "second", "third"].map((name) => `arn:aws:sns:${REGION}:123456789012:${name}`);
/** Where there is no answer, it is waited for in vain; elsewhere it may be late on a busy machine. */
const IN_VAIN_MS = 400;
const PATIENCE_MS = 10_000;

const HARMS: Readonly<Record<string, Harm>> = {
  "503": { answer: { status: 503, code: "SlowDown" } },
  "500": { answer: { status: 500, code: "InternalError" } },
  throttling: { answer: { status: 400, code: "ThrottlingException" } },
  "access denied": { answer: { status: 403, code: "AccessDenied" } },
  "412": { answer: { status: 412, code: "PreconditionFailed" } },
  "409": { answer: { status: 409, code: "ConditionalRequestConflict" } },
  "time-out": { answer: "silence" },
  "connection cut": { answer: "cut" },
  "answer lost": { answer: "cut", does: true },
  "answer late": { answer: "silence", does: true },
  "answer cut in half": { answer: "half", does: true },
  "answer half-closed": { answer: "half-closed", does: true },
  "answer corrupted": { answer: "corrupted", does: true },
  "answer byte by byte": { answer: "byte by byte", does: true },
  "done, then 503": { answer: { status: 503, code: "SlowDown" }, does: true },
};

export const TARGET: Target = aTarget({
  ...{ bucket: BUCKET, secret: SECRET, tls: { mode: "disable" } },
  alertTopics: TOPICS.map((arn) => ({ arn, format: "json" as const })),
});

interface Login {
  readonly username: string;
  readonly password: string;
  readonly host: string;
  readonly port: string;
  readonly dbname: string;
}

type Secret = Parameters<AwsServer["secrets"]["set"]>[1];

/** How long a client waits for an answer, besides. */
type OnAws = Conditions & { readonly patienceMs?: number };

/**
 * Runs a scene whose stores, alerts and credentials are in that AWS.
 * @param secretOf the secret that is there instead of the right one
 * @param rotated the right one is there when it is asked for again
 */
export async function tryOnAws(
  stage: Stage,
  scene: Scene,
  strike: (request: Request) => Harm | undefined,
  secretOf?: (right: Login) => Secret,
  { patienceMs = PATIENCE_MS, ...more }: OnAws = {},
  rotated = false,
): Promise<Verdict & { readonly requests: number }> {
  const aws = await AwsServer.start();
  let requests = 0;
  let mend = () => {};
  let asked = 0;
  try {
    furnish(aws, scene);
    const verdict = await tryScene(stage, scene, {
      ...more,
      target: TARGET,
      ports: (_local, url) => {
        const right = {
          username: WATCHER,
          password: PASSWORD,
          host: url.hostname,
          port: url.port,
          dbname: scene.database,
        };
        mend = () => void aws.secrets.set(SECRET, { SecretString: JSON.stringify(right) });
        mend();
        if (secretOf) aws.secrets.set(SECRET, secretOf(right));
        return portsTo(aws, patienceMs);
      },
      check: async (world, options) => {
        aws.arm((request) => {
          asked += request.what === "secrets" ? 1 : 0;
          if (rotated && asked > 1) mend();
          return strike(request);
        });
        const report = await (more.check ?? ((w, o) => w.check(o, TARGET)))(world, options);
        requests = aws.count;
        aws.arm();
        mend();
        return report;
      },
      evidence: () => ({
        streams: TOPICS.map((topic) => toldTo(topic, aws)),
        state: parseState(String(aws.objects.get("orders/state.json")?.bytes ?? "")) ?? null,
        written: [
          ...[...aws.objects.values()].map(({ bytes }) => bytes.toString("latin1")),
          JSON.stringify(aws.published),
        ].join("\n"),
      }),
    });
    return { ...verdict, requests };
  } finally {
    await aws.stop();
  }
}

/** What is known in the scene, where a function finds it. */
function furnish(aws: AwsServer, { known }: Scene): void {
  for (const entry of readdirSync(known, { recursive: true, withFileTypes: true }).filter((it) => it.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const content = readFileSync(path);
    const bytes = entry.name.endsWith(".json")
      ? Buffer.from(content.toString("utf8").replaceAll(/"[^"]*driftwatch-monitor-[^/"]*\//g, `"s3://${BUCKET}/`))
      : content;
    aws.objects.set(path.slice(known.length + 1), { bytes, metadata: {} });
  }
}

function portsTo(aws: AwsServer, patienceMs: number) {
  const options = {
    ...clientOptions(REGION),
    endpoint: aws.endpoint,
    credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
    requestHandler: { connectionTimeout: patienceMs, requestTimeout: patienceMs, throwOnRequestTimeout: true },
  };
  const sns = new SNSClient(options);
  const secrets = new SecretsManagerClient(options);
  return {
    ...s3Stores(new S3Objects(new S3Client({ ...options, forcePathStyle: true }))),
    alerts: snsAlerts({ render: renderMessage, subjectOf: subjectFor, clientFor: () => sns }),
    credentials: secretsManagerCredentials({ clientFor: () => secrets }),
  };
}

/**
 * What a topic was told. It may come once more where nobody could know that it had: no answer was given, or no state could
 * be written since, but for one that was on its way already.
 */
function toldTo(topic: string, { published, notedUnderFault }: AwsServer): Told[] {
  const own = published.filter((it) => it.topic === topic);
  return own.map(({ report, body, call, answered, noted }, index) => {
    const again = own.slice(index + 1).find((it) => it.report === report);
    const { appeared, disappeared, transition } = JSON.parse(body);
    const excused = again !== undefined && (!answered || again.call === call || notedUnderFault <= noted + 1);
    return { transition, appeared: appeared.worst, disappeared: disappeared.worst, excused };
  });
}

const ONCE = Object.keys(HARMS).map((name) => [`AWS: ${name}, once`, name, false] as const);
const ALWAYS = Object.keys(HARMS).map((name) => [`AWS: ${name}, from a request on`, name, true] as const);

export const AWS: Family = {
  faults: [...ONCE, ...ALWAYS].map(([fault]) => fault),
  atOnce: 6,
  share: 0.2,
  trials: async (stage) => {
    const trials: Trial[] = [];
    for (const scene of stage.scenes) {
      const { requests } = await tryOnAws(stage, scene, () => undefined);
      for (let at = 1; at <= requests; at++)
        for (const [fault, name, always] of [...ONCE, ...ALWAYS])
          trials.push({
            ...{ fault, place: `${scene.name}, request ${at}` },
            run: () =>
              tryOnAws(
                stage,
                scene,
                ({ number }) => ((always ? number >= at : number === at) ? HARMS[name] : undefined),
                undefined,
                HARMS[name]?.answer === "silence" ? { patienceMs: IN_VAIN_MS } : {},
              ),
          });
    }
    return trials;
  },
};
