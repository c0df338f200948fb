"""Records in the database, and the search over them."""
