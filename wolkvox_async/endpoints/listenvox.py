"""listenVox/listenvox.php: analysis of recordings and chats of any origin.

This file is generated from catalogue/listenvox.toml by `make generate`: change the sheet.
"""

from wolkvox_async.endpoints.listenvox_by_hand import ANALYSE, ListenVoxByHand, SubmittedAnalysis
from wolkvox_async.endpoints.listenvox_by_hand import ENDPOINTS as BY_HAND

__all__ = ["ANALYSE", "ENDPOINTS", "ListenVox", "SubmittedAnalysis"]


class ListenVox(ListenVoxByHand):
    """listenVox/listenvox.php: analysis of recordings and chats of any origin."""


ENDPOINTS = BY_HAND
