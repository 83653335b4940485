ALTER TABLE app.users RENAME note TO remark; ALTER TABLE app.users ALTER remark TYPE varchar(90);
