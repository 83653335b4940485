ALTER TABLE app.users ALTER email TYPE varchar(10), ADD NOT NULL email NO INHERIT;
