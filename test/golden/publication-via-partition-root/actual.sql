ALTER PUBLICATION feed SET (publish_via_partition_root = true);
