GRANT ALL ON users TO "Robert ""Bob"" O'Ünal";
