CREATE SERVER archive FOREIGN DATA WRAPPER far OPTIONS (host 'h', api_token 'hush', endpoint 'https://u:hush@h');
