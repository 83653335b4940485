-- What PostgreSQL 17 added; runs after everything-16.sql.
set search_path=app,ext,public;
create view v_jt17 as select jt.* from users, json_table(meta, '$.items[*]' columns (id for ordinality, nm text path '$.n' default 'x' on empty, ex boolean exists path '$.e', nested path '$.k[*]' columns (kk int path '$'))) jt;
create view v_jq17 as select json_value(meta,'$.a' returning int default 0 on error) jv, json_query(meta,'$.b' with wrapper) jq, json_exists(meta,'$.c') je, json_scalar(1) js, json('{}') jj from users;
create view v_local17 as select created_at at local as al from users;
create function f_mret(int) returns setof int language sql begin atomic merge into ul t using users u on t.a=u.id when matched then delete when not matched by source then update set a=9 returning t.a; end;
grant maintain on tree to app_rw;
create table ident_part(id int generated always as identity, a int) partition by range(a); create table ident_part1 partition of ident_part for values from (0) to (10);
create event trigger evt_login on login execute function app.f_evt(); alter event trigger evt_login disable;
create collation b17 (provider=builtin, locale='C.UTF-8');
create table excl_part(a int, b int4range, exclude using gist (a with =, b with &&)) partition by range(a);
