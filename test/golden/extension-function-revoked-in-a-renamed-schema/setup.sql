CREATE SCHEMA soft;
CREATE EXTENSION citext SCHEMA soft;
CREATE TABLE soft.t (a soft.citext);
