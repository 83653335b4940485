CREATE TABLE a (n int CONSTRAINT positive CHECK (n > 0));
CREATE TABLE b (n int CONSTRAINT positive CHECK (n > 0));
