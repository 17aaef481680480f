"""The calls of a day into a CSV file, as clients of the API are written: no library, addresses in the text."""

# ruff: noqa: T201

import csv
import json
import sys
import urllib.error
import urllib.parse
import urllib.request
from datetime import date

WOLKVOX_URL = "https://wv0099.wolkvox.com/api/v2/reports_manager.php"
TOKEN = "token-alpha"
DAY = date(2026, 2, 2)
FIELDS = ["conn_id", "date", "agent_id", "agent_name", "telephone", "time_seg", "cost", "hang_up", "cod_act"]


def get_calls(day):
    params = {
        "api": "cdr_1",
        "date_ini": day.strftime("%Y%m%d") + "000000",
        "date_end": day.strftime("%Y%m%d") + "235959",
    }
    url = WOLKVOX_URL + "?" + urllib.parse.urlencode(params)
    request = urllib.request.Request(url, headers={"wolkvox-token": TOKEN, "wolkvox_server": "0099"})
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            body = json.loads(response.read().decode("utf-8"))
    except urllib.error.HTTPError as error:
        body = json.loads(error.read().decode("utf-8"))
        if error.code == 404 and body["msg"] == "Validate dates entered":
            return []
        raise SystemExit(f"{error.code}: {body['msg']}") from error
    if int(body["code"]) != 200:
        raise SystemExit(body["msg"])
    return body["data"]


calls = get_calls(DAY)
writer = csv.DictWriter(sys.stdout, fieldnames=FIELDS, extrasaction="ignore")
writer.writeheader()
writer.writerows(calls)
seconds = sum(int(call["time_seg"]) for call in calls)
cost = sum(float(call["cost"].replace(",", "")) for call in calls)
agents = {call["agent_id"] for call in calls if call["agent_id"] not in ("", "-")}
empty = get_calls(date(2020, 1, 1))
print(
    json.dumps(
        {"calls": len(calls), "seconds": seconds, "cost": round(cost, 2), "agents": len(agents), "empty": empty}
    ),
    file=sys.stderr,
)
