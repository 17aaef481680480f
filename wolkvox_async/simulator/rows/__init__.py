"""What reports say: the rows of any window follow from the seed and the catalogue, and none is stored."""
