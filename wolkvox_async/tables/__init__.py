"""Rows as columns: what the columns of a report are, and rows as Arrow batches."""
