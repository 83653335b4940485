/** Which databases a bucket keeps something of. */

import { isDatabaseId } from "../config/target.ts";
import { S3Objects } from "./s3-client.ts";

/** By the folders at its top: what lies in them is not listed. */
export async function bucketIds(bucket: string, objects = new S3Objects()): Promise<string[]> {
  const folders = await objects.folders(bucket);
  return folders.filter(isDatabaseId);
}
