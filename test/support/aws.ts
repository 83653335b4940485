/** What AWS answers, for clients that are mocked. */

import { Readable } from "node:stream";
import { sdkStreamMixin } from "@smithy/core/serde";

/** An error as the SDK throws it. */
export const refused = (name: string, status?: number, message = `${name} happened`): Error =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });

/** The body of an object. */
export const body = (content: Uint8Array | string) => sdkStreamMixin(Readable.from([Buffer.from(content)]));
