"""The folder of a user who has done the tutorial: a wolkvox.toml that leads to a simulated server, and a token."""

from contextlib import contextmanager

from tests.support.pages import SIMULATED
from wolkvox_async.simulator import Campaign, Simulator, Tenant, World

CONFIGURATION = f"""\
store = "scheduler.sqlite3"

[operations.sales-co]
server = "0099"
tokens = ["env:WOLKVOX_TOKEN"]
licences = 20
tz = "America/Bogota"
base_url = "{SIMULATED}"

[operations.sales-co.parameters."campaign.detail"]
type_campaign = "predictive"
campaign_id = ["32841"]
"""
DAY = 86_400.0
CAMPAIGNS = (Campaign(id="32841", kind="predictive", every=DAY), Campaign(id="32842", kind="preview", every=DAY))


@contextmanager
def tutorial(folder, monkeypatch, **options):
    """Give the server, in the folder; its world has some rows a day."""
    tenant = Tenant(name="demo", campaigns=CAMPAIGNS, calls_every=DAY / 4)
    with Simulator(World(tenants=(tenant,)), **options) as simulator:
        (folder / "wolkvox.toml").write_text(CONFIGURATION.replace(SIMULATED, simulator.base_url))
        monkeypatch.chdir(folder)
        monkeypatch.setenv("WOLKVOX_TOKEN", "any-word")
        yield simulator
        assert simulator.ledger.violations == []
