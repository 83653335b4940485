-- What PostgreSQL 16 added; runs after everything-15.sql.
set search_path=app,ext,public;
create statistics on age, score from users;
create view v_js16 as select json_object('a': id, 'b': name absent on null with unique keys) jo, json_array(id, name null on null) ja, json_arrayagg(id order by id) jaa, json_objectagg(name: id) joa, name is json object as ij, name is not json inj from users group by id, name;
create view v_xml16 as select xmlserialize(document '<a/>'::xml as text indent) x;
create view v_sysuser as select system_user su, any_value(id) av from users;
create collation rules16 (provider=icu, locale='und', rules='&a < g');
create view v_num16 as select 0x1F hex, 1_000_000 und, 0b101 bin;
create table stor16(a text storage external, b jsonb storage main);
