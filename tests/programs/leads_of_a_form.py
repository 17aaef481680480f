"""Leads of a web form into a campaign, as clients of the API are written: no library, addresses in the text."""

# ruff: noqa: T201

import json
import sys
import urllib.error
import urllib.request

BASE = "https://wv0099.wolkvox.com/api/v2"
HEADERS = {"wolkvox-token": "token-alpha", "Content-Type": "application/json", "User-Agent": "leads/1.0"}
LEADS = [
    {"customer_name": "Íñigo", "customer_id": "F-1", "tel1": "573001112233", "opt1": "formulario"},
    {"customer_name": "Ana", "customer_id": "F-2", "tel1": "573001112244", "opt1": "formulario"},
]


def call(method, path, payload=None):
    data = None if payload is None else json.dumps(payload).encode()
    request = urllib.request.Request(f"{BASE}/{path}", data=data, headers=HEADERS, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


said = {}
campaigns = call("GET", "information.php?api=campaigns")[1]["data"]
campaign = next(each["campaign_id"] for each in campaigns if each["type_campaign"] == "predictive")
path = f"campaign.php?api=add_record&type_campaign=predictive&campaign_id={campaign}&campaign_status=stop"
status, body = call("POST", path, LEADS)
if str(body["code"]) != "201":
    sys.exit(body["msg"])
said["added"] = [status, body["msg"], body["data"][0]["total_registers"]]

status, body = call("POST", path, [{"customer_name": "Sin teléfono", "customer_id": "", "tel1": "573001112255"}])
said["rejected"] = [status, body["msg"], len(body["data"][0]["array_errors"])]

found = call("GET", f"campaign.php?api=find_record&campaign_id={campaign}&customer_phone=573001112233")[1]["data"]
said["found"] = [found[0]["customer_name"], found[0]["opt1"]]

status, body = call("PUT", f"campaign.php?api=start&type_campaign=predictive&campaign_id={campaign}")
said["started"] = [status, body["code"], body["msg"]]
print(json.dumps(said, ensure_ascii=False))
