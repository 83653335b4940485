ALTER ROLE app IN DATABASE postgres SET work_mem = '2MB'; ALTER ROLE app SET my.sort = 'a=b';
