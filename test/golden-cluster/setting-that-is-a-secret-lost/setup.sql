ALTER ROLE ALL SET my.api_key = 'hunter2';
