"""SYS_STREAM_SCAN_STATES says how many records a refresh left behind: here more lie in the stream than one refresh takes."""
from concurrent.futures import ThreadPoolExecutor

from common import eventually, expect, kinesis_client, psycopg_connection

REQUESTS, RECORDS = 140, 500

kinesis = kinesis_client()
kinesis.create_stream(StreamName="many", ShardCount=1)


def put(_):
    answer = kinesis.put_records(StreamName="many", Records=[{"Data": b"{}", "PartitionKey": "a"}] * RECORDS)
    return answer["FailedRecordCount"]


with ThreadPoolExecutor(4) as pool:
    expect(sum(pool.map(put, range(REQUESTS))), 0, "refused records")

with psycopg_connection() as connection:
    connection.execute("CREATE EXTERNAL SCHEMA market FROM KINESIS")
    connection.execute(
        'CREATE MATERIALIZED VIEW many AUTO REFRESH YES AS SELECT sequence_number FROM market."many"')
    eventually(lambda: connection.execute("SELECT count(*) FROM many").fetchone()[0] == REQUESTS * RECORDS)

    def states():
        rows = connection.execute(
            "SELECT scanned_rows, lag_from_latest FROM sys_stream_scan_states WHERE mv_name = 'many' ORDER BY transaction_id"
        ).fetchall()
        return rows if sum(row[0] for row in rows) == REQUESTS * RECORDS else None

    left = REQUESTS * RECORDS
    rows = eventually(states)
    expect(len(rows) > 1, True, "several refreshes")
    for taken, lag in rows:
        left -= taken
        expect(lag, left, "records left behind")
