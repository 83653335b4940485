/** Kinds × session → canonical objects. Knows no kind by name. */

import { type Address, encodeAddress, parseAddress } from "../core/address.ts";
import { isSqlText, type Sort, type SqlText } from "../core/canonical.ts";
import { DriftwatchError } from "../core/errors.ts";
import type { Batch, Facts, Server, Spec } from "../core/kind.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import type { Kind } from "../core/registered.ts";
import { integer, integerOrNull, type Row, TornRead, text } from "../core/row.ts";
import type { Derived } from "../core/satellite.ts";
import { CatalogueError, INSUFFICIENT_PRIVILEGE, type Session } from "../core/session.ts";
import { type CatalogueObject, objectsByAddress, type Scope, type Unreadable } from "../core/snapshot.ts";
import type { SqlTexts } from "../sqltext/sqltext.ts";
import { Claims } from "./claims.ts";
import { Identities } from "./identities.ts";
import { schemaFilter } from "./scope.ts";
import { hostFacts } from "./tree.ts";

export interface Reading {
  readonly objects: ReadonlyMap<string, CatalogueObject>;
  readonly identities: Identities;
  readonly claims: Claims;
  readonly unreadable: readonly Unreadable[];
}

/** Reads every kind once. The caller makes sure that nothing moved meanwhile. */
export async function introspect(
  session: Session,
  kinds: KindRegistry,
  server: Server,
  texts: SqlTexts,
  scope: Scope,
): Promise<Reading> {
  const reader = new Reader(kinds, schemaFilter(scope));
  const read = async (kind: Kind): Promise<void> => {
    if (!kind.query || kind.since > server.major) return;
    const take = kind.satellite ? reader.satelliteRow(kind) : reader.objectRow(kind);
    try {
      // The server works on this kind while the texts of those before it are parsed.
      for (const batch of await batchesOf(session, kind))
        await Promise.all([session.read(kind.query(server, batch), take), reader.parse(texts)]);
    } catch (error) {
      if (!(error instanceof CatalogueError) || error.retryable) throw error;
      if (error.sqlstate !== INSUFFICIENT_PRIVILEGE) throw unexpected(kind, error);
      reader.forget(kind, error);
    }
  };
  // A satellite's own rows are found through the objects they belong to: these come first.
  for (const satellite of [false, true]) {
    await abreast(
      session.width ?? 1,
      kinds.all.filter((kind) => kind.satellite === satellite),
      read,
    );
  }
  // In the order of the kinds, whichever was refused first.
  const unreadable = kinds.all.flatMap(({ name }) => reader.unreadable.filter(({ kind }) => kind === name));
  const { identities, claims } = reader;
  return { objects: await reader.finish(texts), identities, claims, unreadable };
}

const EVERY_OBJECT: Batch = () => "true";
/** Deparsing this many definitions takes a few dozen milliseconds. */
const BATCH = 200;

async function batchesOf(session: Session, kind: Kind): Promise<readonly Batch[]> {
  if (kind.batches === undefined) return [EVERY_OBJECT];
  const oids: number[] = [];
  await session.read(kind.batches, (row) => oids.push(integer(row.oid)));
  oids.sort((a, b) => a - b);
  const starts = oids.filter((_oid, place) => place % BATCH === 0);
  // Without a single object it is still to be known whether the role may read one.
  if (starts.length === 0) return [EVERY_OBJECT];
  return starts.map((from, place): Batch => {
    const next = starts[place + 1];
    return (oid) => `${oid} >= ${from}${next === undefined ? "" : ` AND ${oid} < ${next}`}`;
  });
}

/** What would let the role read the kind: the refusal names a catalogue that the kind reads, or else a function. */
function grantFor(kind: Kind, { message }: CatalogueError): string {
  const closed = kind.reads.filter((catalogue) => message.includes(catalogue));
  return closed.length > 0
    ? `GRANT SELECT ON ${closed.map((catalogue) => `pg_catalog.${catalogue}`).join(", ")} TO the monitor's role`
    : "GRANT EXECUTE ON that function TO the monitor's role";
}

/** Does the work on each item, `width` of them at once; when one fails, the rest that has begun is waited for. */
async function abreast<T>(width: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  const outcomes = await Promise.allSettled(Array.from({ length: width }, worker));
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
}

const unexpected = (kind: Kind, cause: CatalogueError): DriftwatchError =>
  new DriftwatchError(
    "query-failed",
    `the ${kind.title} catalogue could not be read: ${cause.message}`,
    "report it with the server's version: the query is ours",
    { cause },
  );

const NO_FACTS: Facts = {};

class Reader {
  readonly identities = new Identities();
  readonly claims = new Claims();
  readonly unreadable: Unreadable[] = [];
  readonly #kinds: KindRegistry;
  readonly #satelliteKinds: readonly Kind[];
  readonly #satellites: readonly Kind[];
  readonly #inScope: (schema: string) => boolean;
  readonly #texts = new Map<string, { -readonly [P in keyof SqlText]: SqlText[P] }>();
  readonly #specs = new Map<string, Spec>();
  /** Rows that are no object but can carry a satellite, with what their kind knows of them. */
  readonly #unlisted = new Map<string, Facts>();
  #newTexts: [Sort, string][] = [];
  #parsing: Promise<void> = Promise.resolve();
  #objects: CatalogueObject[] = [];

  constructor(kinds: KindRegistry, inScope: (schema: string) => boolean) {
    this.#kinds = kinds;
    this.#satelliteKinds = kinds.all.filter((kind) => kind.satellite);
    this.#satellites = this.#satelliteKinds.filter((kind) => !kind.query);
    this.#inScope = inScope;
  }

  objectRow(kind: Kind): (row: Row) => void {
    return (row) => {
      const oid = integer(row.oid);
      const subid = integerOrNull(row.subid) ?? 0;
      if (kind.catalogue && subid === 0 && row.member !== true) this.claims.claim(kind.catalogue, oid);
      if (typeof row.schema === "string" && !this.#inScope(row.schema)) {
        if (kind.catalogue) this.claims.leaveOut(kind.catalogue, oid);
        return;
      }
      const address = kind.addressOf(row);
      const encoded = encodeAddress(address);
      if (kind.catalogue) this.identities.add(kind.catalogue, oid, subid, encoded);
      if (kind.alias && row.alias_oid) this.identities.add(kind.alias, integer(row.alias_oid), 0, encoded);
      // What an extension brought is the extension's; what users have said about it is not.
      const spec = row.member === true ? null : canonicalised(kind, address, row);
      if (spec) this.#objects.push({ address, spec: this.#shared(spec), facts: { oid, ...kind.facts(row) } });
      else this.#unlisted.set(encoded, kind.facts(row));
      for (const satellite of this.#satellites) {
        if (!spec && !satellite.ofUnlisted) continue;
        for (const own of satellite.derive(row, kind))
          this.#satellite(satellite, address, encoded, { ...own, spec: this.#shared(own.spec) });
      }
    };
  }

  satelliteRow(kind: Kind): (row: Row) => void {
    return (row) => {
      const [hostCatalogue, hostOid] = [text(row.catalogue), integer(row.oid)];
      const host = this.identities.exactly(hostCatalogue, hostOid, integer(row.subid));
      const [catalogue] = kind.reads;
      if (!host && catalogue) this.claims.orphan({ catalogue, hostCatalogue, hostOid });
      const spec = host && kind.canonicalise(row);
      if (!host || !spec) return;
      const suffix = kind.suffix.map((part) => String(row[part]));
      this.#satellite(kind, parseAddress(host), host, { suffix, spec });
    };
  }

  #satellite(kind: Kind, host: Address, encodedHost: string, { suffix, spec, facts, needs }: Derived<Spec>): void {
    const at = (suffix: readonly string[]) => ({ kind: kind.name, path: [host.kind, ...host.path, ...suffix] });
    const unlisted = this.#unlisted.get(encodedHost);
    const place = unlisted ? hostFacts(this.#kinds.get(host.kind), host, unlisted) : NO_FACTS;
    const needed = needs ? { needs: needs.map((other) => encodeAddress(at(other))) } : NO_FACTS;
    this.#objects.push({ address: at(suffix), spec, facts: { ...place, ...facts, ...needed } });
  }

  /** A kind that may not be read: what part of it was read counts for nothing. */
  forget(kind: Kind, error: CatalogueError): void {
    if (kind.catalogue) this.claims.forget(kind.catalogue);
    this.#objects = this.#objects.filter(({ address }) => address.kind !== kind.name && address.path[0] !== kind.name);
    this.unreadable.push({
      kind: kind.name,
      reason: error.message,
      hides: [`${kind.name}:`, ...this.#satelliteKinds.map(({ name }) => `${name}:${kind.name}.`)],
      remedy: grantFor(kind, error),
    });
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
    for (const item of this.#texts.values()) item.form = texts.form(item.$sql, item.text) ?? "";
    const objects = objectsByAddress(this.#objects);
    if (objects.size !== this.#objects.length) throw new Error("two catalogue objects share an address");
    return objects;
  }

  /**
   * The spec to keep: the one instance that stands for all that are written alike. Most columns of a database are
   * alike, so this is what keeps a large catalogue small.
   */
  #shared(spec: Spec): Spec {
    const written = JSON.stringify(spec);
    const known = this.#specs.get(written);
    if (known) return known;
    this.#internTexts(spec);
    this.#specs.set(written, spec);
    return spec;
  }

  /** Puts, in place, the one instance of each SQL text where it stands in a fresh spec. */
  #internTexts(value: object): void {
    for (const [key, item] of Object.entries(value)) {
      if (typeof item !== "object" || item === null) continue;
      if (!isSqlText(item)) {
        this.#internTexts(item);
        continue;
      }
      const spelled = `${item.$sql}\0${item.text}`;
      const known = this.#texts.get(spelled);
      if (known) {
        Reflect.set(value, key, known);
        continue;
      }
      this.#texts.set(spelled, item);
      this.#newTexts.push([item.$sql, item.text]);
    }
  }
}

/** A torn read says which object it was about. */
function canonicalised(kind: Kind, address: Address, row: Row): Spec | null {
  try {
    return kind.canonicalise(row);
  } catch (error) {
    if (error instanceof TornRead) throw new TornRead(`${encodeAddress(address)}: ${error.message}`, { cause: error });
    throw error;
  }
}
