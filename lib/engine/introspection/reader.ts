/** Rows of the catalogue → objects. What many rows have in common is read once and shared. */

import { type Address, encodeAddress, encodeName, parseAddress, spellAddress } from "../../core/address.ts";
import { isSqlText, type Sort, type SqlText } from "../../core/canonical.ts";
import type { Facts, Spec } from "../../core/kind.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import { type Kind, schemaAmong } from "../../core/registered.ts";
import { integer, integerOrNull, type Row, TornRead, text } from "../../core/row.ts";
import type { Derived } from "../../core/satellite.ts";
import type { OnPackedRow, Values } from "../../core/session.ts";
import { type CatalogueObject, placedByAddress, SpelledObject } from "../../core/snapshot.ts";
import type { SqlTexts } from "../../sqltext/sqltext.ts";
import { hostFacts } from "../structure/tree.ts";
import { Claims } from "./claims.ts";
import { Identities, UnlistedRow } from "./identities.ts";

/** What a row says apart from which object it is about. */
interface Content {
  /** null of a row that is no object. */
  readonly spec: Spec | null;
  readonly facts: Facts;
  readonly satellites: readonly (Derived<Spec> & { readonly kind: Kind })[];
}

export type OnFound = (address: string, catalogue: string, oid: number) => void;

const NO_FACTS: Facts = {};

export class Reader {
  readonly identities = new Identities();
  readonly claims = new Claims();
  readonly #kinds: KindRegistry;
  /** Satellites that are read off their host's row. */
  readonly #derived: readonly Kind[];
  readonly #inScope: (schema: string) => boolean;
  readonly #texts = new Map<string, { -readonly [P in keyof SqlText]: SqlText[P] }>();
  readonly #specs = new Map<string, Spec>();
  readonly #words = new Map<string, string>();
  #newTexts: [Sort, string][] = [];
  #parsing: Promise<void> = Promise.resolve();
  #objects: SpelledObject[] = [];
  /** What extensions have lost, by catalogue. */
  readonly #lost = new Map<string, Set<number>>();

  /** Told of each object's address, and of the row of the catalogue it comes from. */
  readonly #onFound: OnFound | undefined;

  constructor(kinds: KindRegistry, inScope: (schema: string) => boolean, onFound?: OnFound) {
    this.#onFound = onFound;
    this.#kinds = kinds;
    this.#derived = kinds.all.filter((kind) => kind.satellite && !kind.query);
    this.#inScope = inScope;
  }

  /** What an extension made and has lost counts as its own. Told before the rows. */
  lose(catalogue: string, oid: number): void {
    this.#lost.set(catalogue, (this.#lost.get(catalogue) ?? new Set()).add(oid));
  }

  /** Takes the rows of a kind one by one. */
  rows(kind: Kind): (row: Row) => void {
    const spell = speller(kind);
    const lost = this.#lost.get(kind.catalogue ?? "");
    return (row) => {
      const apart = kind.apart.map((column) => row[column]);
      if (!this.#asked(kind, apart, row.schema)) return;
      const spelled = spell(apart);
      const own = lost?.has(Number(apart[OID])) ? Object.assign(row, { member: true }) : row;
      this.#take(kind, apart, spelled, this.#read(spelled, kind, own, true));
    };
  }

  /** Takes the rows of a kind of which there are many. */
  packedRows(kind: Kind): OnPackedRow {
    const spell = speller(kind);
    const schema = schemaAmong(kind.apart);
    const contents = new Map<string, Content>();
    const lost = this.#lost.get(kind.catalogue ?? "");
    return (apart, packed, open) => {
      if (!this.#asked(kind, apart, apart[schema])) return;
      const spelled = spell(apart);
      const member = lost?.has(Number(apart[OID])) || apart[MEMBER];
      const key = member === true ? `member ${packed}` : packed;
      let content = contents.get(key);
      if (!content) {
        content = this.#read(spelled, kind, Object.assign(open(packed), { member }), false);
        contents.set(key, content);
      }
      this.#take(kind, apart, spelled, content);
    };
  }

  satelliteRows(kind: Kind): (row: Row) => void {
    return (row) => {
      const [hostCatalogue, hostOid] = [text(row.catalogue), integer(row.oid)];
      const host = this.identities.exactly(hostCatalogue, hostOid, integer(row.subid));
      const [catalogue] = kind.reads;
      if (!host && catalogue) this.claims.orphan({ catalogue, hostCatalogue, hostOid });
      const spec = host && kind.canonicalise(row);
      if (!host || !spec) return;
      const suffix = kind.suffix.map((part) => String(row[part]));
      const { address, place } = this.#hostOf(host);
      const spelled = encodeAddress({ kind: kind.name, path: [address.kind, ...address.path, ...suffix] });
      this.#found(new SpelledObject(spelled, spec, { ...place, ...kind.facts(row) }), hostCatalogue, hostOid);
    };
  }

  /** A kind that may not be read: what part of it was read counts for nothing. */
  forget({ name, catalogue }: Kind): void {
    if (catalogue) this.claims.forget(catalogue);
    const isIts = ({ address: { kind, path } }: SpelledObject): boolean =>
      kind === name || (this.#kinds.get(kind).satellite && path[0] === name);
    this.#objects = this.#objects.filter((object) => !isIts(object));
  }

  /** Parses the SQL texts that have been met and not parsed yet. */
  parse(texts: SqlTexts): Promise<void> {
    const met = this.#newTexts;
    this.#newTexts = [];
    this.#parsing = this.#parsing.then(() => texts.canonicalise(met));
    return this.#parsing;
  }

  /** Gives every SQL text its form. */
  async finish(texts: SqlTexts): Promise<ReadonlyMap<string, CatalogueObject>> {
    await this.parse(texts);
    for (const item of this.#texts.values()) Object.assign(item, texts.formed(item));
    // They have done their work, and what follows needs the room.
    this.#specs.clear();
    this.#texts.clear();
    this.#words.clear();
    const objects = placedByAddress(this.#objects);
    if (objects.size !== this.#objects.length) throw new Error("two catalogue objects share an address");
    return objects;
  }

  /** Whether the target asks for it; the kind knows it in any case. */
  #asked(kind: Kind, apart: Values, schema: unknown): boolean {
    const inScope = typeof schema !== "string" || schema === "" || this.#inScope(schema);
    if (!kind.catalogue) return inScope;
    const oid = integer(apart[OID]);
    const part = kind.ofPart || (integerOrNull(apart[SUBID]) ?? 0) !== 0;
    if (!part && apart[MEMBER] !== true) this.claims.claim(kind.catalogue, oid);
    if (!inScope) this.claims.leaveOut(kind.catalogue, oid);
    return inScope;
  }

  #take(kind: Kind, apart: Values, spelled: string, { spec, facts, satellites }: Content): void {
    const oid = integer(apart[OID]);
    const subid = integerOrNull(apart[SUBID]) ?? 0;
    const item = spec ? new SpelledObject(spelled, spec, facts, oid, subid) : new UnlistedRow(spelled, facts);
    if (item instanceof SpelledObject) this.#found(item, kind.catalogue ?? "", oid);
    if (kind.catalogue) this.identities.add(kind.catalogue, oid, subid, item);
    if (kind.alias && apart[ALIAS]) this.identities.add(kind.alias, integer(apart[ALIAS]), 0, item);
    for (const satellite of satellites)
      this.#found(this.#satelliteOf(kind, item, satellite), kind.catalogue ?? "", oid);
  }

  #found(object: SpelledObject, catalogue: string, oid: number): void {
    this.#objects.push(object);
    this.#onFound?.(object.spelled, catalogue, oid);
  }

  /** A satellite that the host's row tells of. */
  #satelliteOf(
    host: Kind,
    item: SpelledObject | UnlistedRow,
    { kind, suffix, spec, facts, needs }: Content["satellites"][number],
  ): SpelledObject {
    const path = item.spelled.slice(host.name.length + 1);
    const spell = (parts: readonly string[]) =>
      spellAddress(kind.name, [encodeName(host.name), path, ...parts.map(encodeName)]);
    const place = item instanceof UnlistedRow ? this.#hostOf(item).place : NO_FACTS;
    const needed = needs ? { needs: needs.map(spell) } : NO_FACTS;
    const own = place === NO_FACTS && !facts && !needs ? NO_FACTS : { ...place, ...facts, ...needed };
    return new SpelledObject(spell(suffix), spec, own);
  }

  /** The address of a host, and what its satellites remember of it where it is no object. */
  #hostOf(host: SpelledObject | UnlistedRow): { address: Address; place: Facts } {
    const address = parseAddress(host.spelled);
    const unlisted = host instanceof UnlistedRow;
    return { address, place: unlisted ? hostFacts(this.#kinds.get(address.kind), address, host.facts) : NO_FACTS };
  }

  /** @param alone no other row is known to say the same */
  #read(spelled: string, kind: Kind, row: Row, alone: boolean): Content {
    try {
      return this.#contentOf(kind, row, alone);
    } catch (error) {
      // A torn read says which object it was about.
      if (error instanceof TornRead) throw new TornRead(`${spelled}: ${error.message}`, { cause: error });
      throw error;
    }
  }

  #contentOf(kind: Kind, row: Row, alone: boolean): Content {
    // What an extension brought is the extension's; what users have said about it is not.
    const spec = row.member === true ? null : kind.canonicalise(row);
    const satellites = this.#derived.flatMap((satellite) =>
      spec || satellite.ofUnlisted
        ? satellite.derive(row, kind).map((own) => ({ ...own, kind: satellite, spec: this.#shared(own.spec) }))
        : [],
    );
    const kept = spec && (alone ? this.#shared(spec) : this.#interned(spec));
    return { spec: kept, facts: kind.facts(row), satellites };
  }

  /** The one instance that stands for all specs that are written alike. */
  #shared(spec: Spec): Spec {
    const written = JSON.stringify(spec);
    const known = this.#specs.get(written);
    if (known) return known;
    this.#specs.set(written, this.#interned(spec));
    return spec;
  }

  /** Puts, in place, the one instance of each text where it stands in a fresh spec. */
  #interned<T extends object>(value: T): T {
    const items = value as { [key: string]: unknown };
    for (const key of Object.keys(items)) {
      const item = items[key];
      if (typeof item === "string") items[key] = this.#word(item);
      else if (typeof item === "object" && item !== null)
        items[key] = isSqlText(item) ? this.#text(item) : this.#interned(item);
    }
    return value;
  }

  /** Long texts are hardly ever alike. */
  #word(text: string): string {
    if (text.length > LONGEST_WORD) return text;
    const known = this.#words.get(text);
    if (known !== undefined) return known;
    this.#words.set(text, text);
    return text;
  }

  #text(item: SqlText): SqlText {
    const spelled = `${item.$sql}\0${item.text}`;
    const known = this.#texts.get(spelled);
    if (known) return known;
    this.#texts.set(spelled, item);
    this.#newTexts.push([item.$sql, item.text]);
    return item;
  }
}

const LONGEST_WORD = 63;

/** Where the columns of a row that tell objects apart have their places; behind them come the names. */
const [OID, SUBID, ALIAS, MEMBER] = [0, 1, 2, 3];

/** Spells the addresses of rows: what one has in common with the one before it is not spelled again. */
function speller({ name: kind, apart: columns, key }: Kind): (apart: Values) => string {
  const [first, last] = [columns.length - key.length, columns.length - 1];
  const before: unknown[] = [];
  let head = "";
  return (apart) => {
    let same = head !== "";
    for (let place = first; place < last; place++) {
      if (apart[place] === before[place - first]) continue;
      before[place - first] = apart[place];
      same = false;
    }
    if (!same) head = headOf(kind, before);
    return [head, encodeName(String(apart[last]))].join("");
  };
}

const headOf = (kind: string, outer: readonly unknown[]): string =>
  `${encodeName(kind)}:${outer.map((part) => `${encodeName(String(part))}.`).join("")}`;
