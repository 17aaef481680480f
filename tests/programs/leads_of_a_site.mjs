// Leads of a web site into a campaign that is started with them, as sites are written: node's own fetch.
const base = "https://wv0099.wolkvox.com/api/v2";
const headers = { "wolkvox-token": "token-alpha", "Content-Type": "application/json" };

async function call(method, path, body) {
  const response = await fetch(`${base}/${path}`, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const json = await response.json();
  return { status: response.status, ...json };
}

const lead = { customer_name: "Ana", customer_last_name: "Núñez", customer_id: "W-1", tel1: "573001112233", opt1: "web" };
const load = "campaign.php?api=add_record&type_campaign=1&campaign_id=32841&campaign_status=1";
const added = await call("POST", load, lead);
if (added.code !== "201") throw new Error(`${added.code}: ${added.msg}`);

const campaigns = await call("GET", "information.php?api=campaigns");
const { status } = campaigns.data.find((each) => each.campaign_id === "32841");

const found = await call("GET", "campaign.php?api=find_record&campaign_id=32841&customer_id=W-1");
const stopped = await call("PUT", "campaign.php?api=stop&campaign_id=32841");
const unknown = await call("POST", load.replace("32841", "99999"), lead);
const elsewhere = await fetch(`${base.replace("/v2", "")}/information.php?api=campaigns`, { headers });

console.log(
  JSON.stringify({
    added: [added.status, added.data[0].total_registers],
    campaign: status,
    found: found.data[0].customer_last_name,
    stopped: [stopped.status, stopped.code],
    unknown: [unknown.status, unknown.msg],
    elsewhere: elsewhere.status,
  }),
);
