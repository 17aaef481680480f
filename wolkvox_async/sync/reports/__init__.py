"""Reports and lists of pages without `await`, generated from the asynchronous ones."""
