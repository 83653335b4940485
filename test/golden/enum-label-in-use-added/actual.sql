-- alone
ALTER TYPE app.status ADD VALUE 'returned' BEFORE 'shipped';
