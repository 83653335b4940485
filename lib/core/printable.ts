/** Names and texts made safe to show: what would move a cursor, ring a bell or turn letters around is spelled out. */

/** Control and format characters (bidirectional marks, zero width), lone surrogates, and Unicode's line separators. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
export const UNSAFE_BUT_LAYOUT = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** The characters as `\u001b` or `\u{e0001}`: what JSON and JavaScript would read back as the same text. */
export const spelled = (character: string): string => {
  const code = (character.codePointAt(0) as number).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
};

/** Any text as one line of harmless characters. */
export const printable = (text: string): string => text.replaceAll(UNSAFE, spelled);

/** JSON that means the same and holds only harmless characters. Strings are the only place where others can stand. */
export const printableJson = (json: string): string =>
  json.replaceAll(UNSAFE_BUT_LAYOUT, (character) =>
    [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`)
      .join(""),
  );
