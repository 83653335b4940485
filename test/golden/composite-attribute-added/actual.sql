ALTER TYPE address ADD ATTRIBUTE zip varchar(10) COLLATE "C";
