"""What there is: tenants with their campaigns, people and things, and what calls have changed of them."""
