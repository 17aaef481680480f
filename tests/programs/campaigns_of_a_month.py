"""Every campaign's records of some days into one list, as data jobs are written: requests, a loop over days."""

# ruff: noqa: T201

import json
import sys
import time
from datetime import datetime, timedelta

import requests

WOLKVOX_SERVER = "https://wv0099.wolkvox.com/api/v2"
HEADERS = {"wolkvox-token": "token-alpha", "wolkvox_server": "0099"}
START, END = datetime(2026, 2, 1), datetime(2026, 2, 4)


def consultar(script, **params):
    response = requests.get(f"{WOLKVOX_SERVER}/{script}", headers=HEADERS, params=params, timeout=120)
    data = response.json()
    if data["code"] == "404" and data["msg"] == "Validate dates entered":
        return []
    if data["code"] != "200":
        print(f"error {data['code']}: {data['msg']}", file=sys.stderr)
        raise SystemExit(1)
    time.sleep(0.01)
    return data["data"]


registros, day = [], START
campaigns = consultar("information.php", api="campaigns")
while day < END:
    fechas = {
        "date_ini": day.strftime("%Y%m%d%H%M%S"),
        "date_end": (day + timedelta(days=1, seconds=-1)).strftime("%Y%m%d%H%M%S"),
    }
    for campaign in campaigns:
        rows = consultar(
            "campaign.php",
            api="detail",
            type_campaign=campaign["type_campaign"],
            campaign_id=campaign["campaign_id"],
            **fechas,
        )
        registros.extend({**row, "campaign": campaign["campaign_name"]} for row in rows)
    day += timedelta(days=1)

fechas = {"date_ini": "20260201000000", "date_end": "20260203235959"}
intentos = consultar("reports_manager.php", api="campaign_4", campaign_id="ALL", **fechas)
telefonos = consultar("reports_manager.php", api="campaign_3", campaign_id="ALL", **fechas)
maquinas = sum(1 for row in telefonos if row["result"] == "ANSWER-MACHINE")
print(
    json.dumps(
        {
            "registros": len(registros),
            "distintos": len({row["conn_id"] for row in registros}),
            "intentos": sum(int(row["records"]) for row in intentos),
            "contestadas": sum(1 for row in registros if row["result"] == "ANSWER"),
            "agentes": len({row["agent_id"] for row in registros if row["agent_id"]}),
            "maquinas": maquinas,
        }
    )
)
