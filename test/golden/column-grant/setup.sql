CREATE TABLE docs (body text, secret text);
GRANT SELECT (body) ON docs TO app_ro;
