"""The groups of endpoints without `await`, generated from the asynchronous ones."""
