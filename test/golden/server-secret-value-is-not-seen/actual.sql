ALTER SERVER archive OPTIONS (SET password 'hush hush', ADD host 'h');
