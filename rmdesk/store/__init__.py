"""How it is kept: the encrypted file, its one connection, history, search and rollups."""
