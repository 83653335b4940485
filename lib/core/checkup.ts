/** Whether everything a check needs is in place, item by item. */

/** What is looked at, in the order in which each needs the ones before it. */
export const CHECKUP_ITEMS = [
  "credentials",
  "name",
  "port",
  "tls",
  "login",
  "version",
  "clock",
  "rights",
  "expected",
  "state",
  "topic",
  "heartbeat",
] as const;

export interface CheckupItem {
  readonly item: (typeof CHECKUP_ITEMS)[number];
  /** `unknown`: it could not be looked at, for want of something before it or of AWS. */
  readonly result: "ok" | "no" | "unknown";
  /** One line: what was found. */
  readonly said: string;
  /** One line: what to do. Null where nothing is. */
  readonly remedy: string | null;
}

/** One database, looked over. */
export interface Checkup {
  readonly database: string;
  readonly items: readonly CheckupItem[];
}

/** Whether anything is not as it has to be. */
export const hasNo = ({ items }: Checkup): boolean => items.some(({ result }) => result === "no");
