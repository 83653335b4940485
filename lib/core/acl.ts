/** Access control lists as PostgreSQL prints them: `grantee=letters/grantor`, `*` after a letter that may be passed on. */

import type { Turn } from "./attribute-rule.ts";
import type { Privileges } from "./privileges.ts";
import { texts } from "./row.ts";

const WORDS: Record<string, string> = {
  r: "SELECT",
  a: "INSERT",
  w: "UPDATE",
  d: "DELETE",
  D: "TRUNCATE",
  x: "REFERENCES",
  t: "TRIGGER",
  m: "MAINTAIN",
  X: "EXECUTE",
  U: "USAGE",
  C: "CREATE",
  c: "CONNECT",
  T: "TEMPORARY",
  s: "SET",
  A: "ALTER SYSTEM",
};

/** What one role holds, whoever granted it. */
export interface AclEntry {
  /** `public` is everybody: no role can be called that. */
  readonly grantee: string;
  readonly letters: ReadonlySet<string>;
  readonly grantable: ReadonlySet<string>;
  readonly grantors: ReadonlySet<string>;
  /** MAINTAIN is held, too, and not among the letters. */
  readonly maintains: boolean;
}

/** Privilege letters as the words GRANT takes, sorted. */
export const privilegeWords = (letters: Iterable<string>): string[] =>
  [...letters].map((letter) => WORDS[letter] ?? letter).sort();

/** An ACL column (text[]) by grantee, in the order of their names. */
export function aclEntries(acl: unknown): AclEntry[] {
  const byGrantee = new Map<string, { letters: Set<string>; grantable: Set<string>; grantors: Set<string> }>();
  for (const item of texts(acl)) {
    const [grantee, rest] = readName(item);
    const entry = byGrantee.get(grantee) ?? { letters: new Set(), grantable: new Set(), grantors: new Set() };
    const letters = rest.slice(1, rest.indexOf("/"));
    entry.grantors.add(readName(`${rest.slice(rest.indexOf("/") + 1)}=`)[0]);
    for (let place = 0; place < letters.length; place++) {
      const letter = letters[place] as string;
      if (letter === "*") entry.grantable.add(letters[place - 1] as string);
      else entry.letters.add(letter);
    }
    byGrantee.set(grantee, entry);
  }
  return [...byGrantee]
    .map(([grantee, entry]) => ({ grantee, ...entry, maintains: dropImpliedMaintain(entry) }))
    .sort((a, b) => (a.grantee < b.grantee ? -1 : 1));
}

export const ownEntry = (acl: unknown, role: string): AclEntry | undefined =>
  aclEntries(acl).find(({ grantee }) => grantee === role);

// GRANT ALL means seven privileges up to 16 and MAINTAIN besides since 17; a dump spells the seven out. Only a
// MAINTAIN without all the others was granted for its own sake.
function dropImpliedMaintain({ letters, grantable }: { letters: Set<string>; grantable: Set<string> }): boolean {
  if (![..."arwdDxt"].every((letter) => letters.has(letter))) return false;
  grantable.delete("m");
  return letters.delete("m");
}

/** All that is held, and has to be revoked: what was implied does not go with the rest. */
export const heldOf = (privileges: readonly string[], { maintains }: { readonly maintains?: unknown }) =>
  maintains === true ? [...privileges, "MAINTAIN"] : privileges;

/** The name before the `=`, which is empty for PUBLIC and in double quotes where it is no plain word. */
function readName(item: string): [name: string, rest: string] {
  if (!item.startsWith('"')) {
    const end = item.indexOf("=");
    return [item.slice(0, end) || "public", item.slice(end)];
  }
  let name = "";
  for (let at = 1; at < item.length; at++) {
    if (item[at] !== '"') name += item[at];
    else if (item[at + 1] === '"') name += item[++at];
    else return [name, item.slice(at + 1)];
  }
  return [name, ""];
}

/** What GRANT can say of types, of whatever kind: everybody may use them, unless somebody says otherwise. */
export const ofTypes = <Where>(sqlName: (at: Where) => string): Privileges<Where> => ({
  sort: "types",
  owner: "U",
  public: "U",
  phrase: (at, words) => `${words.join(", ")} ON ${sqlName(at)}`,
});

/** Whether all that came and all that went of the option came and went with the rights themselves: one word says both. */
export const isAlongWith = (option: Turn<readonly string[]>, right: Turn<readonly string[]>): boolean =>
  [come, gone].every((part) => part(option).every((word) => part(right).includes(word)));
const come = ({ from, to }: Turn<readonly string[]>) => to.filter((word) => !from.includes(word));
const gone = ({ from, to }: Turn<readonly string[]>) => come({ from: to, to: from });
