ALTER INDEX orders_tags SET (fastupdate = on);
ALTER INDEX orders_tags RESET (gin_pending_list_limit);
