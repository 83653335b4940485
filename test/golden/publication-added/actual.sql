CREATE PUBLICATION "Out.of ""x""" FOR TABLE "My.App"."T ""x""" ("select", "A b") WHERE ("A b" > 3 AND "select" <> 'it''s'), public.orders, ONLY public.base, public.heir
  WITH (publish = 'insert, update', publish_via_partition_root = true);
COMMENT ON PUBLICATION "Out.of ""x""" IS 'out';
ALTER PUBLICATION "Out.of ""x""" OWNER TO app_owner;
