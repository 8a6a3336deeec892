"""Operations: what an admin does to a shop's database, with a shop's life in it."""
