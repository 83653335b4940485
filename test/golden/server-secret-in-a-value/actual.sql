ALTER SERVER archive OPTIONS (SET host 'https://me:hush@h');
