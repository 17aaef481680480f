"""listenVox/listenvox.php: analysis of recordings and chats of any origin.

This file is generated from catalogue/listenvox.toml by `make generate`: change that.
"""

from wolkvox_async.endpoints.listenvox_custom import ANALYSE, ListenVoxCustom, SubmittedAnalysis
from wolkvox_async.endpoints.listenvox_custom import ENDPOINTS as CUSTOM

__all__ = ["ANALYSE", "ENDPOINTS", "ListenVox", "SubmittedAnalysis"]


class ListenVox(ListenVoxCustom):
    """listenVox/listenvox.php: analysis of recordings and chats of any origin."""


ENDPOINTS = CUSTOM
