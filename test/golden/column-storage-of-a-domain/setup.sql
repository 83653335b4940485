CREATE DOMAIN price AS numeric(10,2);
CREATE TABLE docs (body text, total price);
