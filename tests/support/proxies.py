"""The environment's proxies, which tests must not depend on."""


def forget_proxies(monkeypatch):
    """Take the variables that name proxies out of the environment, for as long as a test runs."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
