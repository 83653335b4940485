/** Columns of the catalogues that no kind reads: which, and why nothing that a user sets is lost with them. */

export const UNREAD: { readonly [catalogue: string]: { readonly [because: string]: string } } = {
  pg_amop: {
    "follows from the operator's place among those of its family": "amoppurpose",
    "is that of the operator family": "amopmethod",
  },
  pg_attribute: {
    "follows from the type": "attlen attbyval attalign",
    "PostgreSQL ignores how many dimensions were declared, and dumps forget it": "attndims",
    "is PostgreSQL's own bookkeeping": "attcacheoff atthasmissing attmissingval",
  },
  pg_auth_members: { "a membership is one, whoever granted it; before 16 nobody can say who": "grantor" },
  pg_authid: {
    "is read through pg_roles, which hides what is secret":
      "oid rolname rolsuper rolinherit rolcreaterole rolcreatedb rolcanlogin rolreplication rolbypassrls rolconnlimit rolvaliduntil",
    "is a secret": "rolpassword",
  },
  pg_class: {
    "is where, and how much of, data lies": "relfilenode relpages reltuples relallvisible relallfrozen relrewrite",
    "counts, or tells that there are, objects of other kinds":
      "relhasindex relnatts relchecks relhasrules relhastriggers relhassubclass",
    "is of PostgreSQL's own catalogues": "relisshared",
    "tells whether there are rows: data": "relispopulated",
    "is the age of rows": "relfrozenxid relminmxid",
  },
  pg_collation: { "two collations of one name differ by it, and a database uses one of them": "collencoding" },
  pg_constraint: {
    "is the schema of its table or domain": "connamespace",
    "follows from the operator classes, and stands in the definition": "conpfeqop conppeqop conffeqop conexclop",
  },
  pg_database: {
    "nobody connects to check a database that lets nobody in": "datallowconn",
    "is PostgreSQL's own bookkeeping": "datlastsysoid datfrozenxid datminmxid dathasloginevt",
    "differs between servers for the same DDL": "datcollversion",
  },
  pg_extension: {
    "is the control file's": "extrelocatable",
    "is what the extension's own script has said": "extconfig extcondition",
  },
  pg_index: {
    "follows from the constraint": "indisprimary indimmediate",
    "is PostgreSQL's own bookkeeping": "indcheckxmin",
  },
  pg_inherits: { "the order of parents is lost when one leaves and comes back": "inhseqno" },
  pg_init_privs: { "tells who said it, initdb or an extension": "privtype" },
  pg_language: { "is true of all that somebody made": "lanispl" },
  pg_largeobject: { "is data": "loid pageno data" },
  pg_operator: {
    "follows from the arguments": "oprkind",
    "follows from the function": "oprresult",
  },
  pg_partitioned_table: { "is read by pg_get_partkeydef": "partstrat partnatts partclass partcollation" },
  pg_proc: { "is read by pg_get_function_arguments and its like": "provariadic proretset prorettype proargdefaults" },
  pg_replication_origin: { "is how far replication has come: data": "roident roname" },
  pg_rewrite: { "is read by pg_get_ruledef": "ev_qual ev_action" },
  pg_statistic_ext: { "is read by pg_get_statisticsobjdef_expressions": "stxexprs" },
  pg_statistic_ext_data: { "is data": "stxoid stxdinherit stxdndistinct stxddependencies stxdmcv stxdexpr" },
  pg_subscription: {
    "is a secret": "subconninfo",
    "is set for one transaction, and is gone once that was skipped": "subskiplsn",
  },
  pg_subscription_rel: { "is how far replication has come: data": "srsubid srrelid srsubstate srsublsn" },
  pg_trigger: { "follows from the constraint": "tgconstrindid" },
  pg_type: {
    "PostgreSQL ignores how many dimensions were declared": "typndims",
  },
  pg_user_mapping: {
    "is read through pg_user_mappings, which hides what is secret": "oid umuser umserver",
    "may be a secret": "umoptions",
  },
};

/** Catalogues whose columns are left unread as a whole. */
export const UNREAD_WHOLE: { readonly [catalogue: string]: string } = {
  pg_statistic: "what ANALYZE has found: data",
};
