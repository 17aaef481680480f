"""What builds and checks the package and is not shipped with it."""
