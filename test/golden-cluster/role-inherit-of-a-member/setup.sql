CREATE ROLE crew; CREATE ROLE app; GRANT crew TO app;
