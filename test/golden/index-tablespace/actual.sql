ALTER INDEX orders_id SET TABLESPACE other_disk;
