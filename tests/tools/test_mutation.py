"""Which mutants change nothing that a test could see."""

import pytest

from tools.mutation.kinds import kind_of


def diff(old, new):
    return f"--- a.py\n+++ a.py\n@@ -1 +1 @@\n def f():\n-    {old}\n+    {new}\n"


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ('db.execute("SELECT 1 FROM lease")', 'db.execute("select 1 from lease")', "SQL"),
        ("return until > now", "return until >= now", "instant"),
        ("return now >= self.until", "return now > self.until", "instant"),
        ("pause = pause * random.uniform(0.5, 1.5)", "pause = pause / random.uniform(0.5, 2.5)", "tuning"),
        ("pause = min(2 * pause, _LAST_PAUSE)", "pause = min(3 * pause, _LAST_PAUSE)", "tuning"),
        ('raise Error("Select one")', 'raise Error("XXSelect oneXX")', None),
        ('self.why = "busy"', 'self.why = "BUSY"', None),
        ("return used > quota", "return used >= quota", None),
        ("return until > now", "return until < now", None),
        ("pause = min(2 * pause, _LAST_PAUSE)", "pause = None", None),
        ("used = used + cost", "used = used - cost", None),
        ("return 1", "return 2", None),
    ],
)
def test_only_a_change_that_no_test_could_see_has_a_kind(old, new, kind):
    found = kind_of(diff(old, new))
    assert (found and found.partition(":")[0].split()[-1 if kind == "instant" else 0]) == kind


def test_a_line_that_only_moves_has_no_kind():
    assert kind_of("") is None
