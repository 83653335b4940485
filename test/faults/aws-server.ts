/**
 * As much of S3, SNS and Secrets Manager as a check speaks to, on loopback: what it keeps and takes is there to be looked
 * at, and any request may be met with harm instead of its answer.
 */

import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate } from "node:timers/promises";
import { crc32 } from "../../lib/core/crc32.ts";

export interface Request {
  /** From 1, since the server was armed. */
  readonly number: number;
  /** `s3 PUT orders/state.json`, `sns publish`, `secrets`. */
  readonly what: string;
}

/** An answer instead of the right one; what `does` is done all the same. */
export interface Harm {
  readonly does?: boolean;
  readonly answer: { readonly status: number; readonly code: string } | "cut" | "silence" | Spoilt;
}

/** What becomes of the right answer. */
export type Spoilt = "half" | "half-closed" | "corrupted" | "byte by byte";

/** What was taken by a topic. */
export interface Published {
  readonly topic: string;
  readonly report: string;
  readonly body: string;
  /** Of the call that it came with; a client that was not told in time calls again under the same one. */
  readonly call: string;
  /** Whether the client was told. */
  readonly answered: boolean;
  /** How many writes of the state had succeeded by then. */
  readonly noted: number;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

export const BUCKET = "faults";
/** So many bytes come one by one, and the rest at once. */
const DRIPPED = 2_000;

export class AwsServer {
  readonly objects = new Map<string, { readonly bytes: Buffer; readonly metadata: Readonly<Record<string, string>> }>();
  readonly published: Published[] = [];
  /** By their names. */
  readonly secrets = new Map<string, { readonly SecretString?: string; readonly SecretBinary?: string }>();
  /** How many writes of the state had succeeded when it was armed last, or disarmed. */
  notedUnderFault = 0;
  #strike: (request: Request) => Harm | undefined = () => undefined;
  #number = 0;
  #noted = 0;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<AwsServer> {
    const server = createServer();
    const aws = new AwsServer(server);
    server.on("request", (request, response) => void aws.#serve(request, response).catch(() => response.destroy()));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return aws;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Requests since it was armed. */
  get count(): number {
    return this.#number;
  }

  arm(strike: (request: Request) => Harm | undefined = () => undefined): void {
    this.#strike = strike;
    this.#number = 0;
    this.notedUnderFault = this.#noted;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const what = nameOf(request);
    this.#number += 1;
    const harm = this.#strike({ number: this.#number, what });
    const answer = !harm || harm.does ? this.#do(request, what, body, harm === undefined) : undefined;
    if (!harm && answer) send(response, answer);
    else if (harm?.answer === "cut") request.socket.destroy();
    else if (typeof harm?.answer === "object") send(response, refusal(what, harm.answer));
    else if (harm && answer && harm.answer !== "silence") spoil(response, answer, harm.answer);
    else if (harm?.answer !== "silence") request.socket.destroy();
  }

  #do(request: IncomingMessage, what: string, body: Buffer, answered: boolean): Answer {
    const call = String(request.headers["amz-sdk-invocation-id"]);
    if (what === "sns publish") return this.#publish(new URLSearchParams(body.toString("utf8")), { call, answered });
    if (what === "secrets") return this.#secret(JSON.parse(body.toString("utf8")).SecretId);
    return this.#object(request, body);
  }

  #publish(form: URLSearchParams, how: Pick<Published, "call" | "answered">): Answer {
    const named = [...form].find(
      ([name, value]) => /^MessageAttributes\.entry\.\d+\.Name$/.test(name) && value === "report",
    );
    const report = form.get(named?.[0].replace(/Name$/, "Value.StringValue") ?? "") ?? "";
    const published = { topic: form.get("TopicArn") ?? "", report, body: form.get("Message") ?? "" };
    this.published.push({ ...published, ...how, noted: this.#noted });
    const id = String(this.published.length);
    const result = `<PublishResponse><PublishResult><MessageId>${id}</MessageId></PublishResult></PublishResponse>`;
    return { status: 200, headers: { "content-type": "text/xml" }, body: result };
  }

  #secret(name: string): Answer {
    const headers = { "content-type": "application/x-amz-json-1.1" };
    const secret = this.secrets.get(name);
    return secret
      ? { status: 200, headers, body: JSON.stringify({ Name: name, ...secret }) }
      : { status: 400, headers, body: JSON.stringify({ __type: "ResourceNotFoundException" }) };
  }

  #object(request: IncomingMessage, body: Buffer): Answer {
    const key = keyOf(request);
    const present = this.objects.get(key);
    const etag = present && etagOf(present.bytes);
    if (request.method === "PUT") {
      const { "if-none-match": absent, "if-match": version } = request.headers;
      if (absent !== undefined && present) return refusal("s3", { status: 412, code: "PreconditionFailed" });
      if (version !== undefined && version !== etag)
        return refusal(
          "s3",
          present ? { status: 412, code: "PreconditionFailed" } : { status: 404, code: "NoSuchKey" },
        );
      const bytes = unchunked(request, body);
      this.objects.set(key, { bytes, metadata: metadataOf(request) });
      if (key.endsWith("/state.json")) this.#noted += 1;
      return { status: 200, headers: { etag: etagOf(bytes) } };
    }
    if (!present || etag === undefined) return refusal("s3", { status: 404, code: "NoSuchKey" });
    const checked = request.headers["x-amz-checksum-mode"] === "ENABLED" && {
      "x-amz-checksum-crc32": sumOf(present.bytes),
    };
    return { status: 200, headers: { etag, ...present.metadata, ...checked }, body: present.bytes };
  }
}

const etagOf = (bytes: Buffer): string => `"${createHash("md5").update(bytes).digest("hex")}"`;

/** As S3 keeps it for what an SDK has put there. */
function sumOf(bytes: Buffer): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum.toString("base64");
}

const keyOf = ({ url = "" }: IncomingMessage): string =>
  decodeURIComponent(new URL(url, "http://aws").pathname).replace(`/${BUCKET}/`, "");

function nameOf(request: IncomingMessage): string {
  if (request.headers["x-amz-target"]) return "secrets";
  if (request.method === "POST") return "sns publish";
  return `s3 ${request.method} ${keyOf(request).replace(/\/(reports|observed)\/[^.]*/, "/$1/*")}`;
}

const metadataOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (name.startsWith("x-amz-meta-") ? [[name, String(value)]] : [])),
  );

/** What the SDK sends in chunks with a checksum behind them. */
function unchunked({ headers }: IncomingMessage, body: Buffer): Buffer {
  if (!String(headers["content-encoding"] ?? "").includes("aws-chunked")) return body;
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = body.indexOf("\r\n", at);
    const length = Number.parseInt(body.toString("latin1", at, end), 16);
    if (!(length > 0)) return Buffer.concat(parts);
    parts.push(body.subarray(end + 2, end + 2 + length));
    at = end + 2 + length + 2;
  }
}

function refusal(what: string, { status, code }: { readonly status: number; readonly code: string }): Answer {
  if (what === "secrets")
    return {
      status,
      headers: { "content-type": "application/x-amz-json-1.1" },
      body: JSON.stringify({ __type: code }),
    };
  const error = `<Error><Code>${code}</Code><Message>on purpose</Message></Error>`;
  const body = what.startsWith("sns") ? `<ErrorResponse>${error}</ErrorResponse>` : error;
  return { status, headers: { "content-type": "text/xml" }, body };
}

const send = (response: ServerResponse, { status, headers, body = "" }: Answer): void =>
  void response
    .writeHead(status, { "content-length": Buffer.byteLength(body), ...headers })
    .end(response.req.method === "HEAD" ? undefined : body);

function spoil(response: ServerResponse, answer: Answer, how: Spoilt): void {
  const bytes = Buffer.from(answer.body ?? "");
  const half = Math.floor(bytes.length / 2);
  if (how === "corrupted") {
    if (bytes.length > 0) bytes[half] = (bytes[half] ?? 0) ^ 0x01;
    send(response, { ...answer, body: bytes });
    return;
  }
  response.writeHead(answer.status, { "content-length": bytes.length, ...answer.headers });
  if (how === "byte by byte") void dripInto(response, bytes);
  else halve(response, bytes.subarray(0, half), how);
}

function halve(response: ServerResponse, half: Buffer, how: "half" | "half-closed"): void {
  const { socket } = response.req;
  if (half.length === 0) socket.destroy();
  else response.write(half, () => (how === "half" ? socket.destroy() : socket.end()));
}

async function dripInto(response: ServerResponse, bytes: Buffer): Promise<void> {
  for (const byte of bytes.subarray(0, DRIPPED)) {
    if (response.destroyed) return;
    response.write(Buffer.of(byte));
    await setImmediate();
  }
  response.end(bytes.subarray(DRIPPED));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
