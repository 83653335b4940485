/** What the rows of a catalogue tell of who and when: the column of the owner, that of the rights, and which rows lie beside. */

import type { Catalogue } from "../../core/kind.ts";

export interface OwnedRows {
  readonly owner?: string;
  readonly rights?: string;
  /** Other catalogues in which the object has rows, each with the condition that finds them (`x` is the object's row). */
  readonly beside?: readonly string[];
}

/** By catalogue; rows of those that are not here have an OID, no owner and no rights. */
export const OWNED_ROWS: { readonly [catalogue: Catalogue]: OwnedRows } = {
  pg_class: {
    owner: "relowner",
    rights: "relacl",
    beside: [
      "pg_index y WHERE y.indexrelid = x.oid",
      "pg_sequence y WHERE y.seqrelid = x.oid",
      "pg_rewrite y WHERE y.ev_class = x.oid AND y.rulename = '_RETURN'",
    ],
  },
  pg_proc: { owner: "proowner", rights: "proacl" },
  pg_type: { owner: "typowner", rights: "typacl", beside: ["pg_enum y WHERE y.enumtypid = x.oid"] },
  pg_namespace: { owner: "nspowner", rights: "nspacl" },
  pg_database: { owner: "datdba", rights: "datacl" },
  pg_language: { owner: "lanowner", rights: "lanacl" },
  pg_tablespace: { owner: "spcowner", rights: "spcacl" },
  pg_foreign_data_wrapper: { owner: "fdwowner", rights: "fdwacl" },
  pg_foreign_server: { owner: "srvowner", rights: "srvacl" },
  pg_largeobject_metadata: { owner: "lomowner", rights: "lomacl" },
  pg_collation: { owner: "collowner" },
  pg_conversion: { owner: "conowner" },
  pg_event_trigger: { owner: "evtowner" },
  pg_extension: { owner: "extowner" },
  pg_operator: { owner: "oprowner" },
  pg_opclass: { owner: "opcowner" },
  pg_opfamily: { owner: "opfowner" },
  pg_publication: { owner: "pubowner" },
  pg_statistic_ext: { owner: "stxowner" },
  pg_ts_config: { owner: "cfgowner" },
  pg_ts_dict: { owner: "dictowner" },
};
