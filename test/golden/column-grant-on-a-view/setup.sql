CREATE TABLE docs (body text, secret text);
CREATE VIEW bodies AS SELECT body FROM docs;
