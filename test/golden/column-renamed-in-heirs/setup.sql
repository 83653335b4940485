CREATE SCHEMA app; CREATE TABLE app.base (id int, size int DEFAULT 3, CHECK (size > 0)); CREATE TABLE app.more (extra text) INHERITS (app.base); CREATE TABLE app.most () INHERITS (app.more);
