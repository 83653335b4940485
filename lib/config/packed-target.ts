/** A target small enough for the environment of a function. */

import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Target } from "./target.ts";

/** What may be long, and is known before anything is deployed. */
const PACKABLE = ["ignore", "maintenance", "partitions", "schemas"] as const;
type Packable = Pick<Target, (typeof PACKABLE)[number]>;

/** Longer lists than this travel compressed. */
const PACK_FROM = 600;

/** A target as it travels in the function's environment: long lists are compressed. */
export function packTarget(target: Target): object {
  const lists = Object.fromEntries(PACKABLE.map((name) => [name, target[name]])) as Packable;
  const text = JSON.stringify(lists);
  // What CloudFormation fills in cannot be compressed before that.
  if (text.length < PACK_FROM || text.includes("${Token[")) return target;
  const rest = Object.entries(target).filter(([name]) => !PACKABLE.some((packed) => packed === name));
  return { ...Object.fromEntries(rest), packed: deflateRawSync(text, { level: 9 }).toString("base64") };
}

/** The same with its lists; whatever else it is, it is left as it is. */
export function unpacked(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("packed" in value)) return value;
  const { packed, ...rest } = value;
  try {
    return { ...rest, ...JSON.parse(inflateRawSync(Buffer.from(String(packed), "base64")).toString("utf8")) };
  } catch {
    return value;
  }
}
