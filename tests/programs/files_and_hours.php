<?php
// The hours of a skill, the files of a folder and the firewall, as intranets are written: PHP's curl.
$base = "https://wv0099.wolkvox.com/api/v2";
$token = "token-alpha";

function wolkvox(string $method, string $path, ?array $body = null): array
{
    global $base, $token;
    $curl = curl_init("$base/$path");
    $headers = ["wolkvox-token: $token", "wolkvox_server: 0099"];
    if ($body !== null) {
        curl_setopt($curl, CURLOPT_POSTFIELDS, json_encode($body));
        $headers[] = "Content-Type: application/json";
    }
    curl_setopt_array($curl, [
        CURLOPT_CUSTOMREQUEST => $method,
        CURLOPT_HTTPHEADER => $headers,
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_TIMEOUT => 60,
    ]);
    $answer = curl_exec($curl);
    if ($answer === false) {
        fwrite(STDERR, curl_error($curl));
        exit(1);
    }
    $reply = json_decode($answer, true);
    $reply["status"] = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
    return $reply;
}

$day = "date_ini=20260202000000&date_end=20260202235959";
$hours = wolkvox("GET", "reports_manager.php?api=skill_4&skill_id=all&$day");
$calls = [];
foreach ($hours["data"] as $row) {
    if ($row["skill_id"] === "ALL") {
        $calls[(int) $row["hour"]] = (int) $row["inbound_calls"];
    }
}

$files = wolkvox("POST", "wolkvox_storage.php?api=list_files", ["path" => "/Fondos", "limit" => "10"]);
$names = array_column($files["data"]["items"], "name");

$ip = ["ip" => "203.0.113.9", "permanent" => "no", "description" => "intranet"];
$added = wolkvox("POST", "configuration.php?api=add_ip", $ip);
$removed = wolkvox("DELETE", "configuration.php?api=remove_ip", ["ip" => $ip["ip"]]);
$wrong = wolkvox("DELETE", "configuration.php?api=remove_ip", ["ip" => "203.0.113"]);

echo json_encode([
    "code" => $hours["code"],
    "hours" => count($calls),
    "calls" => array_sum($calls),
    "files" => $names,
    "firewall" => [$added["status"], $removed["status"], $wrong["status"]],
], JSON_UNESCAPED_UNICODE);
