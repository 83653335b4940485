CREATE TABLE orders (id int, tags text[]);
CREATE INDEX orders_tags ON orders USING gin (tags) WITH (fastupdate = off, gin_pending_list_limit = 128);
