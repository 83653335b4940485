ALTER TYPE address ALTER ATTRIBUTE city TYPE varchar(80);
