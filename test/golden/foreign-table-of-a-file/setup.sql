CREATE SCHEMA ext;
CREATE EXTENSION file_fdw SCHEMA ext;
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE public.orders (id int, note text OPTIONS (force_not_null 'true')) SERVER files OPTIONS (filename '/dev/null', format 'csv');
