CREATE TABLE docs (body text);
