"""boto3's Kinesis client: every call that producers and consumers of a stream make."""
import botocore.exceptions

from common import eventually, expect, kinesis_client

kinesis = kinesis_client()
kinesis.create_stream(StreamName="orders", ShardCount=2)
kinesis.get_waiter("stream_exists").wait(StreamName="orders", WaiterConfig={"Delay": 1, "MaxAttempts": 20})
expect("orders" in kinesis.list_streams()["StreamNames"], True, "the stream is listed")
expect(kinesis.describe_stream_summary(StreamName="orders")["StreamDescriptionSummary"]["OpenShardCount"], 2, "shards")
description = kinesis.describe_stream(StreamName="orders")["StreamDescription"]
expect(description["StreamStatus"], "ACTIVE", "the stream's state")
shards = [shard["ShardId"] for shard in kinesis.list_shards(StreamName="orders")["Shards"]]
expect(len(shards), 2, "shards listed")

first = kinesis.put_record(StreamName="orders", Data=b"first", PartitionKey="a")
sent = [f"record {number}".encode() for number in range(500)]
answer = kinesis.put_records(
    StreamName="orders",
    Records=[{"Data": data, "PartitionKey": f"key {number % 7}"} for number, data in enumerate(sent)])
expect(answer["FailedRecordCount"], 0, "refused records")
expect(len(answer["Records"]), 500, "answers")


def read(shard, **start):
    iterator = kinesis.get_shard_iterator(StreamName="orders", ShardId=shard, **start)["ShardIterator"]
    records = []
    while True:
        page = kinesis.get_records(ShardIterator=iterator, Limit=100)
        records += page["Records"]
        iterator = page["NextShardIterator"]
        if not page["Records"] and page["MillisBehindLatest"] == 0:
            return records


everything = {shard: read(shard, ShardIteratorType="TRIM_HORIZON") for shard in shards}
data = [record["Data"] for records in everything.values() for record in records]
expect(sorted(data), sorted(sent + [b"first"]), "all records come back once")
for records in everything.values():
    numbers = [int(record["SequenceNumber"]) for record in records]
    expect(numbers, sorted(numbers), "order within a shard")
    for key in {record["PartitionKey"] for record in records}:
        order = [r["Data"] for r in records if r["PartitionKey"] == key]
        expect(order, [d for d in [b"first"] + sent if d in set(order)], "order of a key")

shard, number = first["ShardId"], first["SequenceNumber"]
rest = everything[shard]
at = [r["Data"] for r in read(shard, ShardIteratorType="AT_SEQUENCE_NUMBER", StartingSequenceNumber=number)]
after = [r["Data"] for r in read(shard, ShardIteratorType="AFTER_SEQUENCE_NUMBER", StartingSequenceNumber=number)]
expect(at, [r["Data"] for r in rest], "reading at a position")
expect(after, [r["Data"] for r in rest][1:], "reading after a position")
time = rest[0]["ApproximateArrivalTimestamp"]
expect(len(read(shard, ShardIteratorType="AT_TIMESTAMP", Timestamp=time)), len(rest), "reading from a time")
expect(read(shard, ShardIteratorType="LATEST"), [], "reading the end")

for call, right in [
    (lambda: kinesis.put_record(StreamName="absent", Data=b"x", PartitionKey="a"), "ResourceNotFoundException"),
    (lambda: kinesis.create_stream(StreamName="orders", ShardCount=1), "ResourceInUseException"),
    (lambda: kinesis.get_records(ShardIterator="nonsense"), "InvalidArgumentException"),
]:
    try:
        call()
        raise SystemExit(f"{right} did not come")
    except botocore.exceptions.ClientError as error:
        expect(error.response["Error"]["Code"], right, "code of an error")

kinesis.delete_stream(StreamName="orders")
eventually(lambda: "orders" not in kinesis.list_streams()["StreamNames"])
