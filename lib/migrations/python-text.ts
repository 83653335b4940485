/** SQL as a literal of Python. */

/** A literal that means the text: raw where it can be, so that people can read it. */
export function pythonText(text: string): string {
  if (!text.includes('"""') && !/["\\]$/.test(text) && !/[^\n\t\P{Cc}]/u.test(text)) return `r"""${text}"""`;
  // JSON's escapes are Python's, but for what it writes in two halves, and it writes nothing so that is well formed.
  return JSON.stringify(text);
}
