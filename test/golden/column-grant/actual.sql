GRANT SELECT (secret) ON docs TO app_ro;
