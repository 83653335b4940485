CREATE SCHEMA app; CREATE SCHEMA elsewhere; CREATE SEQUENCE app.numbers; CREATE TABLE app.t (n bigint DEFAULT nextval('app.numbers'));
