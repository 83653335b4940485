ALTER SERVER archive OPTIONS (ADD api_key 'hush');
