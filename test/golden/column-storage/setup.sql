CREATE TABLE docs (body text, total numeric);
