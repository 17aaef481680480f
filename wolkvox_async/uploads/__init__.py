"""Uploads of records in batches, and files that go out with a call."""
