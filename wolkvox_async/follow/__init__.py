"""Following: reports kept up to date, in a folder, in the tables of a warehouse, or for who listens.

    async for change in fleet.follow("reports.cdr_1", to="exports"): …

`follower` makes one export or load after the other, and `change` is what a listener gets of each window. What is
covered, and when the last days were read again, stands in the manifests of the destination and nowhere else, so a
restart goes on from there.
"""

from wolkvox_async.follow.change import Change, change_of
from wolkvox_async.follow.follower import Asked, Follower, Round, Summary

__all__ = ["Asked", "Change", "Follower", "Round", "Summary", "change_of"]
