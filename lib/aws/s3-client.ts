/** Objects in S3: read whole, and written on a condition. */

import { randomUUID } from "node:crypto";
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from "@aws-sdk/client-s3";
import { DriftwatchError } from "../core/errors.ts";
import { clientOptions } from "./client-options.ts";
import { commonRemedy, nameOf, said, statusOf } from "./failure.ts";

export interface Place {
  readonly bucket: string;
  readonly key: string;
}

export const uriOf = ({ bucket, key }: Place): string => `s3://${bucket}/${key}`;

/** The place an `s3://bucket/key` names; undefined for any other text. */
export function placeOf(uri: string): Place | undefined {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(uri) ?? [];
  return bucket !== undefined && key !== undefined ? { bucket, key } : undefined;
}

/** What must be true for a write to happen: the object is not there yet, or still has this version. */
export type Condition = { readonly absent: true } | { readonly version: string };

/** A client for S3, or whatever AWS_ENDPOINT_URL names instead. */
export const s3Client = (env: Readonly<Record<string, string | undefined>> = process.env): S3Client =>
  new S3Client({
    ...clientOptions(),
    // An expected snapshot may lie in a bucket of another region.
    followRegionRedirects: true,
    // Emulators have no host name for each bucket.
    forcePathStyle: Boolean(env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL),
  });

export class S3Objects {
  readonly #client: S3Client;

  constructor(client: S3Client = s3Client()) {
    this.#client = client;
  }

  /** Names the present content of an object (its ETag); null when there is none. */
  async version({ bucket, key }: Place): Promise<string | null> {
    try {
      const { ETag, VersionId } = await this.#client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
      return ETag ?? VersionId ?? "";
    } catch (error) {
      // A HEAD answer has no body, so it does not say whether the object is missing or its whole bucket; GET does.
      if (isMissing(error)) return (await this.read({ bucket, key }))?.version ?? null;
      throw unreadable({ bucket, key }, error);
    }
  }

  /** The object; null when there is none. */
  async read({ bucket, key }: Place): Promise<{ readonly bytes: Uint8Array; readonly version: string } | null> {
    try {
      const answer = await this.#client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      const bytes = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
      return { bytes, version: answer.ETag ?? "" };
    } catch (error) {
      if (isMissing(error)) return null;
      throw unreadable({ bucket, key }, error);
    }
  }

  /** The keys that begin like this, in their order. */
  async list({ bucket, key }: Place): Promise<string[]> {
    const keys: string[] = [];
    let ContinuationToken: string | undefined;
    try {
      do {
        const page = await this.#client.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: key, ...(ContinuationToken && { ContinuationToken }) }),
        );
        keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken);
    } catch (error) {
      throw failure({ bucket, key }, "listed", error, "allow s3:ListBucket on the bucket");
    }
    return keys;
  }

  /** The names of the folders at the top of a bucket, in their order. */
  async folders(bucket: string): Promise<string[]> {
    const names: string[] = [];
    let ContinuationToken: string | undefined;
    try {
      do {
        const page = await this.#client.send(
          new ListObjectsV2Command({ Bucket: bucket, Delimiter: "/", ...(ContinuationToken && { ContinuationToken }) }),
        );
        names.push(...(page.CommonPrefixes ?? []).flatMap(({ Prefix }) => Prefix?.slice(0, -1) ?? []));
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken);
    } catch (error) {
      throw failure({ bucket, key: "" }, "listed", error, "allow s3:ListBucket on the bucket");
    }
    return names;
  }

  /** @returns the new version, or null when the condition did not hold and nothing was written */
  async write(place: Place, bytes: Uint8Array | string, type: string, condition?: Condition): Promise<string | null> {
    const writer = randomUUID();
    // Of a string the SDK makes bytes three times: for its checksum, its signature, and the way out.
    const Body = typeof bytes === "string" ? Buffer.from(bytes) : bytes;
    const input: PutObjectCommandInput = { Bucket: place.bucket, Key: place.key, Body, ContentType: type };
    const guard = condition && ("absent" in condition ? { IfNoneMatch: "*" } : { IfMatch: condition.version });
    try {
      const put = new PutObjectCommand({ ...input, ...guard, Metadata: { writer } });
      return (await this.#client.send(put)).ETag ?? "";
    } catch (error) {
      // 409: another conditional write was in progress. 404: the object of that version is gone.
      if (!condition || ![404, 409, 412].includes(statusOf(error) ?? 0) || nameOf(error) === "NoSuchBucket")
        throw unwritable(place, error);
      return this.#writtenBy(writer, place);
    }
  }

  /**
   * The version of an object if it is this writer's. When the answer to a write gets lost, the client tries again, and
   * S3 refuses the second attempt because of the first.
   */
  async #writtenBy(writer: string, { bucket, key }: Place): Promise<string | null> {
    try {
      const { ETag, Metadata } = await this.#client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
      return Metadata?.writer === writer ? (ETag ?? "") : null;
    } catch (error) {
      if (isMissing(error)) return null;
      throw unreadable({ bucket, key }, error);
    }
  }
}

const isMissing = (error: unknown): boolean => statusOf(error) === 404 && nameOf(error) !== "NoSuchBucket";

const unreadable = (place: Place, error: unknown): DriftwatchError =>
  failure(place, "read", error, "allow s3:GetObject on it and s3:ListBucket on its bucket, and use of its key");

const unwritable = (place: Place, error: unknown): DriftwatchError =>
  failure(place, "written", error, "allow s3:PutObject on it, and use of the bucket's key");

function failure(place: Place, what: string, error: unknown, ifRefused: string): DriftwatchError {
  const remedy =
    commonRemedy(error, "S3") ??
    (nameOf(error) === "NoSuchBucket" ? "check the name of the bucket" : undefined) ??
    (statusOf(error) === 403 ? ifRefused : "check the bucket, and try again");
  return new DriftwatchError("store-unavailable", `${uriOf(place)} could not be ${what}: ${said(error)}`, remedy, {
    cause: error,
  });
}
