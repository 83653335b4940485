ALTER FOREIGN DATA WRAPPER far OPTIONS (SET mode 'slow', DROP gone, ADD "New one" 'it''s');
