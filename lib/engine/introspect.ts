/** Kinds × session → canonical objects. Knows no kind by name. */

import { type Address, encodeAddress, parseAddress } from "../core/address.ts";
import { type Canonical, isSqlText, mapSqlTexts, type Sort, type SqlText } from "../core/canonical.ts";
import { DriftwatchError } from "../core/errors.ts";
import { encodeSpec } from "../core/fingerprint.ts";
import type { Server, Spec } from "../core/kind.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import type { Kind } from "../core/registered.ts";
import { integer, integerOrNull, type Row, TornRead } from "../core/row.ts";
import { CatalogueError, type Session } from "../core/session.ts";
import { type CatalogueObject, objectsByAddress, type Scope, type Unreadable } from "../core/snapshot.ts";
import type { SqlTexts } from "../sqltext/sqltext.ts";
import { Identities } from "./identities.ts";
import { schemaFilter } from "./scope.ts";

export interface Reading {
  readonly objects: ReadonlyMap<string, CatalogueObject>;
  readonly identities: Identities;
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
  const reader = new Reader(kinds.all, schemaFilter(scope));
  for (const kind of kinds.all) {
    if (!kind.query || kind.since > server.major) continue;
    const take = kind.satellite ? reader.satelliteRow(kind) : reader.objectRow(kind);
    try {
      await session.read(kind.query(server), take);
    } catch (error) {
      if (!(error instanceof CatalogueError) || error.retryable) throw error;
      if (error.sqlstate !== INSUFFICIENT_PRIVILEGE) throw unexpected(kind, error);
      reader.forget(kind, error);
    }
  }
  return { objects: await reader.finish(texts), identities: reader.identities, unreadable: reader.unreadable };
}

const INSUFFICIENT_PRIVILEGE = "42501";

const unexpected = (kind: Kind, cause: CatalogueError): DriftwatchError =>
  new DriftwatchError(
    "query-failed",
    `the ${kind.title} catalogue could not be read: ${cause.message}`,
    "report it with the server's version: the query is ours",
    { cause },
  );

class Reader {
  readonly identities = new Identities();
  readonly unreadable: Unreadable[] = [];
  readonly #satellites: readonly Kind[];
  readonly #inScope: (schema: string) => boolean;
  readonly #texts = new Map<string, { -readonly [P in keyof SqlText]: SqlText[P] }>();
  #objects: CatalogueObject[] = [];

  constructor(kinds: readonly Kind[], inScope: (schema: string) => boolean) {
    this.#satellites = kinds.filter((kind) => kind.satellite && !kind.query);
    this.#inScope = inScope;
  }

  objectRow(kind: Kind): (row: Row) => void {
    return (row) => {
      if (typeof row.schema === "string" && !this.#inScope(row.schema)) return;
      const address = kind.addressOf(row);
      const oid = integer(row.oid);
      const subid = integerOrNull(row.subid) ?? 0;
      if (kind.catalogue) this.identities.add(kind.catalogue, oid, subid, encodeAddress(address));
      const spec = canonicalised(kind, address, row);
      if (spec) this.#objects.push({ address, spec: this.#pooled(spec), facts: { oid, ...kind.facts(row) } });
      for (const satellite of this.#satellites) {
        if (!spec && !satellite.ofUnlisted) continue;
        for (const { suffix, spec: own } of satellite.derive(row, kind)) {
          const path = [kind.name, ...address.path, ...suffix];
          this.#objects.push({ address: { kind: satellite.name, path }, spec: own, facts: {} });
        }
      }
    };
  }

  satelliteRow(kind: Kind): (row: Row) => void {
    return (row) => {
      const host = this.identities.exactly(String(row.catalogue), integer(row.oid), integer(row.subid));
      const spec = host && kind.canonicalise(row);
      if (!host || !spec) return;
      const { kind: hostKind, path } = parseAddress(host);
      const suffix = kind.suffix.map((part) => String(row[part]));
      this.#objects.push({ address: { kind: kind.name, path: [hostKind, ...path, ...suffix] }, spec, facts: {} });
    };
  }

  /** A kind that may not be read: what part of it was read counts for nothing. */
  forget(kind: Kind, error: CatalogueError): void {
    this.#objects = this.#objects.filter(({ address }) => address.kind !== kind.name && address.path[0] !== kind.name);
    this.unreadable.push({
      kind: kind.name,
      reason: error.message,
      remedy: `GRANT SELECT ON ${kind.reads.map((catalogue) => `pg_catalog.${catalogue}`).join(", ")} to the monitor's role`,
    });
  }

  /** Canonicalises all SQL text at once, then lets equal specs share one value. */
  async finish(texts: SqlTexts): Promise<ReadonlyMap<string, CatalogueObject>> {
    const pending = [...this.#texts.values()];
    await texts.canonicalise(pending.map(({ $sql, text }): [Sort, string] => [$sql, text]));
    for (const item of pending) item.form = texts.form(item.$sql, item.text) ?? "";
    const pool = new Map<string, Spec>();
    for (const [index, object] of this.#objects.entries()) {
      const encoding = encodeSpec(object.spec);
      const shared = pool.get(encoding);
      // Equal encodings may stand for texts that read differently; only what is written alike is shared.
      if (!shared) pool.set(encoding, object.spec);
      else if (!holdsSqlText(object.spec)) this.#objects[index] = { ...object, spec: shared };
    }
    const objects = objectsByAddress(this.#objects);
    if (objects.size !== this.#objects.length) throw new Error("two catalogue objects share an address");
    return objects;
  }

  /** The same spec with each SQL text replaced by the one instance that stands for it. */
  #pooled(spec: Spec): Spec {
    if (!holdsSqlText(spec)) return spec;
    return mapSqlTexts<Spec>(spec, (item) => {
      const key = `${item.$sql}\0${item.text}`;
      const known = this.#texts.get(key);
      if (known) return known;
      this.#texts.set(key, item);
      return item;
    });
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

function holdsSqlText(value: Canonical): boolean {
  if (value === null || typeof value !== "object") return false;
  if (isSqlText(value)) return true;
  return Object.values(value).some((item) => holdsSqlText(item as Canonical));
}
