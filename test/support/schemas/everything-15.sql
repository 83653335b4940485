-- What PostgreSQL 15 added; runs after everything.sql.
set search_path=app,ext,public;
create table nd(a int, b int, unique nulls not distinct (a,b)); create unique index nd_i on nd(b) nulls not distinct;
create view v_inv with (security_invoker=true) as select id from orgs;
create table fkset(a int, b int, c int, foreign key (a,b) references comp_pk(a,b) on delete set null (b));
create publication pub_cols for table users (id, name) where (id > 18); create publication pub_sch for tables in schema audit;
create collation det15 (provider=icu, locale='fr', deterministic=true);
create procedure p_out(out a int, inout b int) language sql as 'select 1, 2';
create view v_merge as select id from users;
create function f_merge(int) returns void language sql begin atomic merge into ul t using users u on t.a=u.id when matched and t.a>3 then update set a=4 when not matched then insert (a) values (u.id); end;
create sequence ul_seq as int; 
alter table nd add constraint nd_pk primary key (a);
create table num15(a numeric(2,-3), b numeric(3,5));
create function f_setacl() returns int language sql set log_min_messages='error' as 'select 1';
