ALTER INDEX app.p1_id_idx RENAME TO other;
