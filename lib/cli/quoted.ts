/** What a person typed, shown back to them, but for what may hold a password. */

import { cut } from "../report/paragraph.ts";

/** A URL, `user:password@host`, or a libpq keyword string. */
const MAY_HOLD_SECRET = /:\/\/|:[^@]*@|pass(word|file)?\s*=/i;

/** The text in quotes, and `***` in place of what is better not shown. */
export function quoted(text: string): string {
  if (!MAY_HOLD_SECRET.test(text) || /^s3:\/\/[^@]*$/i.test(text)) return `"${cut(text, 80)}"`;
  return `"${/^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0] ?? ""}***"`;
}

/** Takes the password out of every URL in a text: the last net under errors that are not ours. The word itself may stay. */
export const withoutPasswords = (text: string): string =>
  text
    .replaceAll(/([a-z][a-z0-9+.-]*:\/\/[^\s:@/?#]*):(?!password@)[^\s@]*@/gi, "$1:***@")
    .replaceAll(/(password=)[^\s&]+/gi, "$1***");
