"""Sockets, limits and faults: how calls come in, and how replies go out."""
