/** Since when and by whom, in a line. */

import type { Acknowledgement, Attribution } from "../core/finding.ts";
import { moment } from "./moment.ts";

/** `appeared between … and …; committed …; owned by app; ALTER TABLE by dba (audit.ddl_log)`, but for when it is said. */
export function attributionText(attribution: Attribution, said?: string): string {
  const { committedAt, owner, grantor, audit } = attribution;
  const seen = seenText(attribution);
  return [
    seen !== said && seen,
    committedAt && `committed ${moment(committedAt)}`,
    owner !== null && `owned by ${owner}`,
    grantor !== null && `granted by ${grantor}`,
    audit && `${auditText(audit)} (${audit.table})`,
  ]
    .filter(Boolean)
    .join("; ");
}

export const seenText = ({ seenAt, notSeenAt }: Pick<Attribution, "seenAt" | "notSeenAt">): string =>
  notSeenAt ? `appeared between ${moment(notSeenAt)} and ${moment(seenAt)}` : `there since ${moment(seenAt)} or longer`;

const auditText = ({ command, user, at }: NonNullable<Attribution["audit"]>): string =>
  [command ?? "changed", user && `by ${user}`, at && `at ${moment(at)}`].filter(Boolean).join(" ");

export const acknowledgedText = ({ by, at, until, why }: Acknowledgement): string =>
  `acknowledged by ${by} on ${moment(at)}, until ${until ? moment(until) : "it changes"}: ${why}`;
