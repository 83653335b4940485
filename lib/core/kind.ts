/** The contract of a kind: everything Driftwatch knows about one sort of catalogue object, in one value. */

import type { Address } from "./address.ts";
import type { Rule } from "./attribute-rule.ts";
import type { ByHand } from "./by-hand.ts";
import type { Canonical } from "./canonical.ts";
import type { Following } from "./following.ts";
import type { Implication } from "./implication.ts";
import type { Keeping } from "./keeping.ts";
import type { Otherwise } from "./otherwise.ts";
import type { Privileges } from "./privileges.ts";
import type { Release, StandIn } from "./release.ts";
import type { Renaming } from "./renaming.ts";
import type { Row } from "./row.ts";
import type { Bestowal } from "./satellite.ts";
import type { Judge, Verdict } from "./severity.ts";
import type { Statement } from "./statement.ts";

/** Canonical attributes of an object, without its identity. */
export type Spec = { readonly [attribute: string]: Canonical };

/** The parts of an address by name: `{ schema, table, name }`. */
export type At<Key extends readonly string[]> = { readonly [Part in Key[number]]: string };

/** A catalogue whose row versions the stamp watches. */
export type Catalogue = `pg_${string}`;

/** What a query may depend on of the server it runs on. */
export interface Server {
  /** `server_version_num / 10000`: 14 … 18. */
  readonly major: number;
}

/** Which objects a query is asked for: the condition on the column that holds their OID, or that of the table they are on. */
export type Batch = (oid: string) => string;

/** What is known of an object beside its canonical form. */
export type Facts = { readonly [fact: string]: Canonical };

/** Of an object as it is expected and as it is. */
export interface Sided {
  readonly expected: Facts;
  readonly actual: Facts;
}

/** What an attribute's rule may look at when it writes its statement. */
export interface Alteration<Spec_> {
  /** The object as it stands, and as it shall be. */
  readonly actual: Spec_;
  readonly expected: Spec_;
  /** Beside them. */
  readonly facts: Facts;
  readonly expectedFacts: Facts;
}

/** Statements, or that the object must be rebuilt, or why a person must do it. */
export type Remedy = readonly Statement[] | "recreate" | { readonly manual: string };

export interface Described {
  /** The only spelling of the kind in the source: `trigger`. */
  readonly name: string;
  /** What people call it: `materialized view`. */
  readonly title: string;
  /** Creation rank where no dependency decides; drops run in reverse. */
  readonly rank: number;
  /** Every catalogue the query reads. The stamp is built from them. */
  readonly reads: readonly Catalogue[];
  /** How a part of another object deviates: the census counts the part with the whole. */
  readonly ofPart?: boolean;
  /** The object is the cluster's, not the database's: it is read only where the target asks for it. */
  readonly clusterWide?: boolean;
}

/** One sort of catalogue object. `S` holds its attributes; `Key` names the parts of its address. */
export interface KindDefinition<Key extends readonly string[], S extends Spec> extends Described {
  readonly key: Key;
  /** The catalogue whose OIDs the query returns: dependencies and comments find the object by it. */
  readonly catalogue: Catalogue;
  /** Another catalogue in which the object has a row, whose OID is the column `alias_oid`: the type of a relation. */
  readonly alias?: Catalogue;
  /** There are as many as there are tables, or more: rows that are alike are then read once. */
  readonly numerous?: boolean;
  /** What stands after FROM: without a row there, the query has none. Most databases have no such object. */
  readonly someOf?: string;
  /** First server major that has the kind. */
  readonly since?: number;
  /**
   * One set-based statement over `pg_catalog`: every part of the key, `oid`, what `canonicalise` reads, and where the kind
   * has them `subid` (column number), `owner`, `acl` (text[], NULL = default) and what `membership` (core/of-users.ts) selects.
   */
  readonly query: (server: Server, batch: Batch) => string;
  // PostgreSQL keeps locks on what definitions read until the statement ends, and migrations would wait for all of them.
  /** Lists the OIDs of those whose definitions read something: the query is run for some of them at a time. */
  readonly batches?: string;
  /** Of a row without what tells objects apart (key, `oid`, `subid`); null if addressable (for comments), but no object. */
  readonly canonicalise: (row: Row) => S | null;
  /** A spec that older rules made, as today's would have made it. */
  readonly earlier?: (spec: Spec) => Spec;
  /** Unhashed facts worth keeping beside the object: a version. The OID, and the `subid` as position, are kept anyway. */
  readonly facts?: (row: Row) => Facts;
  /** The addresses of possible parents; the first that exists is the parent. `spec` is null of a row that is no object. */
  readonly within?: (at: At<Key>, spec: S | null, facts: Facts) => readonly Address[];
  /** Objects that the end of the address spells out, beside those it stands within: the table that is published. */
  readonly spells?: (at: At<Key>) => readonly Address[];
  /** Parts of the key that hold types as PostgreSQL prints them: `integer, app.mood`. */
  readonly typeParts?: readonly Key[number][];
  /** What it means that the only one that went under its names made room for the only one that came under them. */
  readonly retyped?: Verdict;
  /** What PostgreSQL keeps the object in step with: a child table's column follows the parent table's. */
  readonly follows?: (at: At<Key>, spec: S, facts: Facts) => Following | undefined;
  /** PostgreSQL makes it for the place that its table has below another one, and takes it when the table leaves that. */
  readonly leftBehind?: boolean;
  /** Attributes of other objects that come with it: a new primary key makes its columns NOT NULL. */
  readonly implies?: (at: At<Key>, spec: S, verb: "added" | "removed") => readonly Implication[];
  /** What may be left where it goes, or have been there before it came: of a unique constraint, a unique index. */
  readonly otherwise?: (at: At<Key>, spec: S, facts: Facts) => Otherwise | undefined;
  /** Conditions that each row of the table it stands on meets, as core/condition.ts spells them. */
  readonly holds?: (at: At<Key>, spec: S) => readonly string[];
  /** What a new object of the sort, in the schema, has from the start on its account. */
  readonly bestows?: (
    at: At<Key>,
    spec: S,
    facts: Facts,
    on: { readonly sort: string; readonly schema: string | undefined },
  ) => Bestowal | undefined;
  /** Where what comes with it lies, and whose it is, though nothing tells of it: the members of an extension. */
  readonly brings?: (spec: S, facts: Facts) => { readonly schema: string; readonly role: string };
  /** What has to be said again when another object has been taken down and put back: it was said about both. */
  readonly ties?: (at: At<Key>, spec: S) => readonly Tie[];
  /** How COMMENT ON and ALTER … OWNER TO name the object: `TRIGGER "t" ON "s"."r"`. */
  readonly sqlName: (at: At<Key>) => string;
  /** The names as people write them: `app.touch(integer)`. @default - the parts of the address with dots between */
  readonly label?: (at: At<Key>) => string;
  readonly privileges?: Privileges<At<Key>>;
  readonly added: Judge<[object: S, at: At<Key>, facts: Facts]>;
  readonly removed: Judge<[object: S, at: At<Key>, facts: Facts]>;
  readonly attributes: { readonly [A in keyof S]-?: Rule<At<Key>, S, A> };
  /** What another name means and how it is given; missing where PostgreSQL knows no other name for an object. */
  readonly rename?: Renaming<At<Key>, S>;
  /** The object spelled inside its parent's CREATE, beside those it follows; null where it cannot stand there. */
  readonly clause?: (at: At<Key>, spec: S, leaders: readonly Spec[], facts: Facts) => string | null;
  /** What a new object still lacks once its clause, or `create`, has run. */
  readonly finish?: (at: At<Key>, spec: S, facts: Facts) => readonly Statement[];
  /**
   * `clauses`: those of the children that are created together with it, in their order. Or why only a person can create
   * it, and how: then neither it nor what stands on it is created.
   */
  readonly create:
    | ((at: At<Key>, spec: S, clauses: readonly string[], facts: Facts) => readonly Statement[])
    | { readonly manual: string };
  /** Attributes that a new object lacks, and only a person can give it: a password, which is never read. */
  readonly byHand?: (at: At<Key>, spec: S, facts: Facts) => readonly ByHand<S>[];
  /** What stands for it while that is made which it needs, and which needs it: the shell of a type, for its functions. */
  readonly shell?: (at: At<Key>, spec: S) => readonly Statement[];
  /** What needs nothing and stands for it, or is left of it, while what it needs and what needs it comes, or goes. */
  readonly outline?: (at: At<Key>, spec: S) => readonly Statement[];
  readonly drop: (at: At<Key>, spec: S, facts: Facts) => readonly Statement[];
  /** Names it has that objects of other kinds, or in other places, could have in its stead: see core/names.ts. */
  readonly occupies?: (at: At<Key>, spec: S) => readonly string[];
  /** The object holds nothing but its definition, so it may be dropped and built again around another's change. */
  readonly rebuildable?: boolean | ((spec: S, facts: Facts) => boolean);
  /** What it holds was worked out by what it needs, and does not change with that. */
  readonly keeps?: (at: At<Key>, spec: S, facts: Facts) => Keeping | undefined;
  /** Frees the object from what its definition calls for, so that that can be rebuilt; and binds it again. */
  readonly release?: (at: At<Key>, actual: S, expected: S, standIn: StandIn | null) => Release;
  /** The type whose values can stand for those of this one while this one is built anew; null where none can. */
  readonly standIn?: (at: At<Key>, alteration: Alteration<S>) => StandIn | null;
  /** Values of it lie in tables, and can stand there as their spelling while another type takes its name. */
  readonly isSpelled?: (spec: S, facts: Facts) => boolean;
  /** Attributes and satellites that are lost when PostgreSQL rebuilds the object because what it stands on is altered. */
  readonly forgets?: readonly string[];
  /** PostgreSQL rebuilds the object itself when what it stands on is altered, be it to values of another type. */
  readonly adapts?: boolean | ((spec: S, isRetyped: boolean) => boolean);
  /** DROP … CASCADE takes along even what holds data: the columns of a type, the tables that inherit. */
  readonly sweepsData?: boolean;
  /** DROP refuses as long as something is within. */
  readonly mustBeEmpty?: boolean;
}

export interface Tie {
  readonly to: Address;
  /** Said again also when the other object has merely been altered. */
  readonly evenIfAltered?: boolean;
  readonly statements: readonly Statement[];
  /** The same of another one, which takes the place of that: given its name, as a clause of what alters this one. */
  readonly clause?: (name: string) => string;
}
