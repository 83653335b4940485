/** The most memory that a process has ever had. */

import { readFileSync } from "node:fs";

/**
 * In megabytes; undefined where the system does not say, or the process is gone. Not `maxRSS`: that begins with what
 * the process had in memory that started this one.
 */
export function peakMegabytes(pid: number | "self" = "self"): number | undefined {
  try {
    const [, kilobytes] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return pid === "self" ? process.resourceUsage().maxRSS / 1024 : undefined;
  }
}
