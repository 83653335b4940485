ALTER AGGREGATE app.total(int) RENAME TO sum_of;
