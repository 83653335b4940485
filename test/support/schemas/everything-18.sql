-- What PostgreSQL 18 added; runs after everything-17.sql.
set search_path=app,ext,public;
create table virt(a int, b int generated always as (a*2) virtual, c int generated always as (a*3) stored, d int generated always as (a+1));
create table temporal(id int, valid tsrange, constraint tpk primary key (id, valid without overlaps)); 
create table tfk(id int, v tsrange, constraint tfk_fk foreign key (id, period v) references temporal(id, period valid));
create table ne(a int constraint ne_chk check (a>0) not enforced, b int, constraint ne_fk foreign key (b) references tree(id) not enforced);
create table nn18(a int constraint my_nn not null, b int not null no inherit, c int); alter table nn18 add constraint nn_nv not null c not valid;
create function f_oldnew(int) returns setof int language sql begin atomic update ul set a=8 where a=1 returning old.a; end;
create publication pub_gen for table virt with (publish_generated_columns=stored);
create view v_18 as select array_sort(tags) srt, casefold(name) cf, uuidv7() u from users group by tags, name;
create table gin18(a int[]); 
create foreign table ft18 (like gin18) server srv;
create table pk_without as select 1 a; 
create collation bi18 (provider=builtin, locale='PG_UNICODE_FAST');
create function f_acl18() returns text language sql return upper('x');
create view v_grp18 as select u.status, lower(u.name) l, count(*), sum(age) over (partition by u.status) from users u group by u.status, lower(u.name), age order by lower(u.name);
