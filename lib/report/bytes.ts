/** Texts that must fit into a number of bytes. */

export const bytes = (text: string): number => Buffer.byteLength(text, "utf8");

/** At most `limit` bytes of UTF-8, never ending inside a character; `ending` stands at the end of what was cut. */
export function cutBytes(text: string, limit: number, ending = ""): string {
  if (bytes(text) <= limit) return text;
  const tail = cutBytes(ending, limit);
  let room = limit - bytes(tail);
  let kept = "";
  for (const character of text) {
    room -= bytes(character);
    if (room < 0) break;
    kept += character;
  }
  return kept + tail;
}
