DROP TABLE app.stays;
