"""The rows of the measurements: made by the engine from their numbers alone, so every run has the same."""
import base64
import http.client
import json
import urllib.parse

VENUES = ["New York Stock Exchange", "Nasdaq", "NYSE Arca", "Cboe BZX", "Cboe EDGX", "Investors Exchange", "FINRA ADF/TRF"]
SECTORS = {"1300": "Electronic Technology", "2300": "Health Technology", "3300": "Technology Services",
           "3500": "Retail Trade", "4800": "Finance", "4900": "Communications"}


def list_literal(texts):
    return "[" + ", ".join(f"'{text}'" for text in texts) + "]"


def quotes(count):
    """The query of `count` quotes over twenty days."""
    return f"""
        SELECT timestamp '2024-01-02 09:30:00' + to_days((i % 20)::INT) + to_microseconds((i * 23400000000 // {count})) AS date_dt,
            'S' || (hash(i) % 4000) AS symbol,
            {list_literal(VENUES)}[1 + (hash(i + 1) % 7)::INT] AS exchange_name,
            {list_literal(SECTORS)}[1 + (hash(i + 2) % 6)::INT] AS sector_code,
            (1000 + hash(i + 3) % 40000) / 100 AS bid_price, (1 + hash(i + 4) % 50) * 100 AS bid_volume,
            (1001 + hash(i + 3) % 40000) / 100 AS ask_price, (1 + hash(i + 5) % 50) * 100 AS ask_volume
        FROM range({count}) AS numbers(i)"""


def trades(count):
    """The query of `count` trades over the same days."""
    return f"""
        SELECT date_dt, symbol, exchange_name, sector_code, bid_price::DECIMAL(12,4) AS price, bid_volume::INT AS volume
        FROM ({quotes(count)})"""


def create_stream(api, name, shard_count):
    call(connection(api), "CreateStream", {"StreamName": name, "ShardCount": shard_count})
    client = connection(api)
    while call(client, "DescribeStreamSummary", {"StreamName": name})["StreamDescriptionSummary"]["StreamStatus"] != "ACTIVE":
        pass


def send(api, stream, file):
    """Sends every line of `file` as one record; the number of the line spreads them over the shards."""
    client, records = connection(api), []
    with open(file, "rb") as lines:
        for number, line in enumerate(lines):
            records.append({"Data": base64.b64encode(line.rstrip()).decode(), "PartitionKey": str(number % 64)})
            if len(records) == 500:
                put(client, stream, records)
                records = []
    if records:
        put(client, stream, records)


def put(client, stream, records):
    answer = call(client, "PutRecords", {"StreamName": stream, "Records": records})
    if answer["FailedRecordCount"]:
        raise SystemExit(f"{answer['FailedRecordCount']} records were refused")


def connection(api):
    address = urllib.parse.urlparse(api)
    return http.client.HTTPConnection(address.hostname, address.port)


def call(client, operation, body):
    client.request("POST", "/", json.dumps(body), {
        "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "Kinesis_20131202." + operation})
    answer = client.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{operation} failed: {content.decode()}")
    return json.loads(content or b"{}")
