/** Indexes of partitioned tables, and the partitions that lack their part of one: as after CREATE INDEX ON ONLY. */

/** Common table expressions `whole` (an index of a partitioned table, with the topmost it belongs to) and `lacking`. */
export const WHOLE_INDEXES = `whole AS (
      SELECT c.oid, c.oid AS root FROM pg_class c WHERE c.relkind = 'I' AND NOT c.relispartition
      UNION ALL
      SELECT c.oid, whole.root FROM whole JOIN pg_inherits x ON x.inhparent = whole.oid
      JOIN pg_class c ON c.oid = x.inhrelid AND c.relkind = 'I'),
    lacking AS (
      SELECT whole.root, pair.above, pair.partition
      FROM (SELECT i.indexrelid AS above, t.inhrelid AS partition
            FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid AND ic.relkind = 'I'
            JOIN pg_inherits t ON t.inhparent = i.indrelid JOIN pg_class c ON c.oid = t.inhrelid AND c.relkind IN ('r', 'p')
            EXCEPT
            SELECT x.inhparent, i.indrelid FROM pg_inherits x JOIN pg_index i ON i.indexrelid = x.inhrelid) pair
      JOIN whole ON whole.oid = pair.above)`;

/** Topmost indexes that some partition lacks its part of. PostgreSQL calls them invalid; it is the partition that is told. */
export const PARTLY_BUILT = `WITH RECURSIVE ${WHOLE_INDEXES} SELECT root FROM lacking`;
