ALTER SERVER archive OPTIONS (SET host 'elsewhere', DROP port, ADD dbname 'd');
