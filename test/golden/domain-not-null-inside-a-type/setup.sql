CREATE DOMAIN price AS numeric NOT NULL; CREATE TYPE offer AS (price price); CREATE TABLE orders (offer offer);
