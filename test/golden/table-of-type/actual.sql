CREATE TABLE pairs OF pair (a NOT NULL);
