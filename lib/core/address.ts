/** Identity of a catalogue object: a kind and the names that lead to it. It survives dump and restore; an OID does not. */

export interface Address {
  readonly kind: string;
  /** Names from the outside in, exactly as the catalogue holds them: `["app", "users", "email"]`. */
  readonly path: readonly string[];
}

const PLAIN = /^[A-Za-z_][A-Za-z0-9_$-]*$/;

/** A name as addresses spell it: in quotes where it is not plain. */
export const encodeName = (part: string): string => (PLAIN.test(part) ? part : `"${part.replaceAll('"', '""')}"`);

/** The names alone, for people: `app.users."e mail"`. */
export const encodePath = (path: readonly string[]): string => path.map(encodeName).join(".");

/** The one spelling of an address as a string: `column:app.users.email`. Two addresses never share a spelling. */
export const encodeAddress = ({ kind, path }: Address): string => spellAddress(kind, path.map(encodeName));

/**
 * The same of names that are encoded already. Joined, not added up: of a sum V8 keeps the summands beside the text.
 * @param parts one at least
 */
export const spellAddress = (kind: string, parts: readonly string[]): string =>
  [`${encodeName(kind)}:${parts[0]}`, ...parts.slice(1)].join(".");

/** The kind that an address spells. */
export const kindOf = (address: string): string =>
  address.startsWith('"') ? parseAddress(address).kind : address.slice(0, address.indexOf(":"));

/**
 * Reads what `encodeAddress` wrote.
 * @throws RangeError when the text is no address.
 */
export function parseAddress(text: string): Address {
  return PLAIN_ADDRESS.test(text) ? parsePlain(text) : parseQuoted(text);
}

const PLAIN_ADDRESS = /^[^:."]*:[^:"]*$/;

/** Most there is. */
function parsePlain(text: string): Address {
  const colon = text.indexOf(":");
  return { kind: text.slice(0, colon), path: text.slice(colon + 1).split(".") };
}

function parseQuoted(text: string): Address {
  const parts: string[] = [];
  let at = 0;
  while (at <= text.length) {
    const [part, end] = parsePart(text, at);
    parts.push(part);
    const separator = text[end];
    if (separator === undefined) {
      const [kind, ...path] = parts;
      if (kind === undefined || path.length === 0) break;
      return { kind, path };
    }
    if (separator !== (parts.length === 1 ? ":" : ".")) break;
    at = end + 1;
  }
  throw new RangeError(`not an address: ${text}`);
}

function parsePart(text: string, from: number): [part: string, end: number] {
  if (text[from] !== '"') {
    const end = text.slice(from).search(/[:."]|$/) + from;
    return [text.slice(from, end), end];
  }
  let part = "";
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] !== '"') part += text[at];
    else if (text[at + 1] === '"') part += text[++at];
    else return [part, at + 1];
  }
  throw new RangeError(`not an address: ${text}`);
}

/** Order of addresses and keys everywhere: by UTF-16 code unit, never by locale. */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
