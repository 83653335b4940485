CREATE USER MAPPING FOR "Robert ""Bob"" O'Ünal" SERVER archive OPTIONS (user 'u', password 'hush');
