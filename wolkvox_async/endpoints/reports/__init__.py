"""reports_manager.php: the reports, one file per section of the vendor's."""

from wolkvox_async.endpoints.reports.campaigns import ENDPOINTS as _CAMPAIGNS
from wolkvox_async.endpoints.reports.campaigns import Campaigns
from wolkvox_async.endpoints.reports.cdr import CDR
from wolkvox_async.endpoints.reports.cdr import ENDPOINTS as _CDR

__all__ = ["ENDPOINTS", "Reports"]

ENDPOINTS = _CAMPAIGNS | _CDR


class Reports(Campaigns, CDR):
    """reports_manager.php."""
