"""What the desk knows: SQLModel tables, one concept a file, without queries."""
