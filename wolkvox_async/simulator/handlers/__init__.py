"""What each endpoint answers: most as the catalogue has it, some by a handler that remembers what calls changed."""
