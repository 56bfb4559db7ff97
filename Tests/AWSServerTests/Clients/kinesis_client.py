"""Uses the Kinesis endpoint at argv[1] as an application does, through boto3; ends with a traceback on the first surprise."""
import sys
import threading
import time
from datetime import datetime, timedelta, timezone

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint = sys.argv[1]
client = boto3.client(
    "kinesis", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="client", aws_secret_access_key="secret",
    config=Config(retries={"max_attempts": 1}))


def expect(actual, wanted, what):
    assert actual == wanted, f"{what}: {actual!r:.500} instead of {wanted!r:.500}"


def expect_error(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        expect(error.response["Error"]["Code"], code, str(error))
        assert error.response["Error"]["Message"], "an error has a message"
        assert error.response["ResponseMetadata"]["RequestId"], "an error has a request id"
        return
    raise AssertionError(f"{code} is not raised")


def read(iterator, **arguments):
    answer = client.get_records(ShardIterator=iterator, **arguments)
    return [record["Data"] for record in answer["Records"]], answer


def iterator(stream, shard, kind, **arguments):
    return client.get_shard_iterator(
        StreamName=stream, ShardId=shard, ShardIteratorType=kind, **arguments)["ShardIterator"]


# Streams
client.create_stream(StreamName="quotes", ShardCount=2)
client.create_stream(StreamName="orders", StreamModeDetails={"StreamMode": "ON_DEMAND"}, Tags={"team": "trading"})
client.get_waiter("stream_exists").wait(StreamName="quotes")
expect(client.list_streams()["StreamNames"], ["orders", "quotes"], "names")
pages = client.get_paginator("list_streams").paginate(PaginationConfig={"PageSize": 1})
expect([name for page in pages for name in page["StreamNames"]], ["orders", "quotes"], "names by pages")
summary = client.describe_stream_summary(StreamName="quotes")["StreamDescriptionSummary"]
expect(summary["OpenShardCount"], 2, "shards")
expect(summary["RetentionPeriodHours"], 24, "retention")
expect(summary["StreamStatus"], "ACTIVE", "status")
assert abs(summary["StreamCreationTimestamp"] - datetime.now(timezone.utc)) < timedelta(minutes=5)
arn = summary["StreamARN"]
expect(arn, "arn:aws:kinesis:us-east-1:000000000000:stream/quotes", "ARN")
description = client.describe_stream(StreamARN=arn)["StreamDescription"]
expect([shard["ShardId"] for shard in description["Shards"]], ["shardId-000000000000", "shardId-000000000001"], "shards")
expect(description["Shards"][1]["HashKeyRange"]["EndingHashKey"], str(2**128 - 1), "last hash key")
expect(len(client.list_shards(StreamName="orders")["Shards"]), 4, "shards on demand")
first = client.list_shards(StreamName="orders", MaxResults=3)
rest = client.list_shards(NextToken=first["NextToken"])
expect([s["ShardId"][-1] for s in first["Shards"] + rest["Shards"]], ["0", "1", "2", "3"], "shards by pages")
after = client.list_shards(StreamName="orders", ShardFilter={"Type": "AFTER_SHARD_ID", "ShardId": "shardId-000000000002"})
expect([s["ShardId"][-1] for s in after["Shards"]], ["3"], "shards after one")
expect(client.list_tags_for_stream(StreamName="orders")["Tags"], [{"Key": "team", "Value": "trading"}], "tags")
client.add_tags_to_stream(StreamName="orders", Tags={"stage": "test"})
client.remove_tags_from_stream(StreamName="orders", TagKeys=["team"])
expect(client.list_tags_for_stream(StreamName="orders")["Tags"], [{"Key": "stage", "Value": "test"}], "tags")
client.delete_stream(StreamName="orders")
client.get_waiter("stream_not_exists").wait(StreamName="orders")

# Records
shard = "shardId-000000000000"
low, high = "0", str(2**127)
latest = iterator("quotes", shard, "LATEST")
put = [client.put_record(StreamName="quotes", Data=f"one {n}".encode(), PartitionKey="k", ExplicitHashKey=low) for n in range(3)]
expect({answer["ShardId"] for answer in put}, {shard}, "shard by explicit hash key")
numbers = [int(answer["SequenceNumber"]) for answer in put]
assert numbers == sorted(set(numbers)), numbers
middle = datetime.fromtimestamp(int(time.time()) + 1, timezone.utc)  # boto3 sends whole seconds.
while datetime.now(timezone.utc) < middle:
    time.sleep(0.01)
entries = [{"Data": bytes([n, 255 - n, 0]), "PartitionKey": f"é\"{n}", "ExplicitHashKey": low} for n in range(100)]
entries.append({"Data": b"elsewhere", "PartitionKey": "x", "ExplicitHashKey": high})
answer = client.put_records(StreamARN=arn, Records=entries)
expect(answer["FailedRecordCount"], 0, "failures")
expect(answer["Records"][-1]["ShardId"], "shardId-000000000001", "shard of the other hash key")
ones = [b"one 0", b"one 1", b"one 2"]
many = [entry["Data"] for entry in entries[:-1]]

data, answer = read(iterator("quotes", shard, "TRIM_HORIZON"))
expect(data, ones + many, "records from the trim horizon")
expect(answer["MillisBehindLatest"], 0, "behind at the end")
expect(answer["Records"][3]["PartitionKey"], "é\"0", "partition key")
assert abs(answer["Records"][0]["ApproximateArrivalTimestamp"] - middle) < timedelta(minutes=1)
expect(read(answer["NextShardIterator"])[0], [], "records after the end")
expect(read(latest)[0], ones + many, "records since the iterator was made")
expect(read(iterator("quotes", shard, "LATEST"))[0], [], "records after the latest")
second = put[1]["SequenceNumber"]
expect(read(iterator("quotes", shard, "AT_SEQUENCE_NUMBER", StartingSequenceNumber=second))[0], ones[1:] + many, "at")
expect(read(iterator("quotes", shard, "AFTER_SEQUENCE_NUMBER", StartingSequenceNumber=second))[0], ones[2:] + many, "after")
expect(read(iterator("quotes", shard, "AT_TIMESTAMP", Timestamp=middle))[0], many, "at a time")
expect(read(iterator("quotes", shard, "AT_TIMESTAMP", Timestamp=datetime(2020, 1, 1)))[0], ones + many, "at an old time")

pages, position = [], iterator("quotes", shard, "TRIM_HORIZON")
while len(pages) < 200:
    data, answer = read(position, Limit=7)
    if not data:
        break
    pages += data
    position = answer["NextShardIterator"]
expect(pages, ones + many, "records by pages")
data, answer = read(iterator("quotes", shard, "TRIM_HORIZON"), Limit=1)
assert answer["MillisBehindLatest"] >= 0

# Several producers at once
def produce(producer):
    for n in range(5):
        client.put_records(StreamName="quotes", Records=[
            {"Data": f"{producer} {n} {m}".encode(), "PartitionKey": "p", "ExplicitHashKey": high} for m in range(100)])


threads = [threading.Thread(target=produce, args=[n]) for n in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
data, _ = read(iterator("quotes", "shardId-000000000001", "TRIM_HORIZON"))
for producer in range(4):
    expect([d for d in data if d.startswith(b"%d " % producer)],
           [f"{producer} {n} {m}".encode() for n in range(5) for m in range(100)], "records of one producer")
expect(len(data), 2001, "records of all producers")

# Retention
client.increase_stream_retention_period(StreamName="quotes", RetentionPeriodHours=48)
expect(client.describe_stream_summary(StreamARN=arn)["StreamDescriptionSummary"]["RetentionPeriodHours"], 48, "retention")
expect_error("InvalidArgumentException", client.increase_stream_retention_period, StreamName="quotes", RetentionPeriodHours=30)
client.decrease_stream_retention_period(StreamName="quotes", RetentionPeriodHours=24)
expect_error("InvalidArgumentException", client.decrease_stream_retention_period, StreamName="quotes", RetentionPeriodHours=12)

# Errors
expect_error("ResourceNotFoundException", client.describe_stream, StreamName="nothing")
expect_error("ResourceNotFoundException", client.put_record, StreamName="nothing", Data=b"", PartitionKey="k")
expect_error("ResourceNotFoundException", iterator, stream="quotes", shard="shardId-000000000009", kind="LATEST")
expect_error("ResourceInUseException", client.create_stream, StreamName="quotes", ShardCount=1)
expect_error("ValidationException", client.create_stream, StreamName="bad name", ShardCount=1)
expect_error("ValidationException", client.create_stream, StreamName="other", ShardCount=10_000)
expect_error("ValidationException", client.put_record, StreamName="quotes", Data=b"x" * (1 << 20), PartitionKey="k")
expect_error("ValidationException", client.put_record, StreamName="quotes", Data=b"x", PartitionKey="k" * 257)
expect_error("ValidationException", client.put_records, StreamName="quotes",
             Records=[{"Data": b"x", "PartitionKey": "k"}] * 501)
expect_error("ValidationException", client.put_records, StreamName="quotes",
             Records=[{"Data": b"x" * 1_000_000, "PartitionKey": "k"}] * 11)
expect_error("InvalidArgumentException", client.put_record, StreamName="quotes", Data=b"x", PartitionKey="k",
             ExplicitHashKey=str(2**128))
expect_error("InvalidArgumentException", client.get_records, ShardIterator="nonsense")
expect_error("InvalidArgumentException", iterator, stream="quotes", shard=shard, kind="AT_SEQUENCE_NUMBER",
             StartingSequenceNumber="999999999")
expect_error("ValidationException", iterator, stream="quotes", shard=shard, kind="AT_TIMESTAMP")
expect_error("UnknownOperationException", client.split_shard, StreamName="quotes", ShardToSplit=shard, NewStartingHashKey="5")
try:
    client.describe_stream(StreamName="nothing")
except client.exceptions.ResourceNotFoundException:
    pass
stale = iterator("quotes", shard, "LATEST")
client.delete_stream(StreamName="quotes")
expect_error("ResourceNotFoundException", client.get_records, ShardIterator=stale)
print("done")
