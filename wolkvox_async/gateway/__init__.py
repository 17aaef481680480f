"""The vendor's API on a local port, scheduled: for programs in any language that share the tokens."""

from wolkvox_async.gateway.gateway import Gateway

__all__ = ["Gateway"]
