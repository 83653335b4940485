ALTER FOREIGN DATA WRAPPER far OPTIONS (ADD wallet_password 'hush');
