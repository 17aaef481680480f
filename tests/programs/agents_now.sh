#!/usr/bin/env bash
# Pauses of a day and connections now, for a dashboard, as scripts of a cron are written: curl and jq.
set -euo pipefail

URL="https://wv0099.wolkvox.com/api/v2"
TOKEN="token-alpha"
DAY="20260202"

get() {
  curl -sS --max-time 60 -H "wolkvox-token: $TOKEN" -H "wolkvox_server: 0099" "$URL/$1"
}

pauses=$(get "reports_manager.php?api=agent_3&date_ini=${DAY}000000&date_end=${DAY}235959")
if [ "$(jq -r '.code' <<<"$pauses")" != "200" ]; then
  jq -r '.msg' <<<"$pauses" >&2
  exit 1
fi

connected=$(get "real_time.php?api=latency" | jq -c '[.data[0].by_agent[]
  | select(.agent_status == "connected" and (.latency_ms | tonumber) < 300)
  | .agent_id | split("-")[0] | tonumber]')

waiting=$(get "real_time.php?api=skills&skill_id=all" | jq '[.data[].calls_in_queue_now | tonumber] | add')

empty=$(get "reports_manager.php?api=agent_3&date_ini=20200101000000&date_end=20200101235959")

jq -c --argjson connected "$connected" --argjson waiting "$waiting" --argjson empty "$empty" '{
  agents: [.data[].agent_id] | unique | length,
  states: [.data[].aux_state] | unique,
  seconds: [.data[].time | split(":") | map(tonumber) | .[0] * 3600 + .[1] * 60 + .[2]] | add,
  connected: $connected,
  waiting: $waiting,
  empty: $empty.msg
}' <<<"$pauses"
