GRANT crew TO app;
