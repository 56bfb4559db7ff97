"""Requests to the stream service once it has access keys: signed with one of them, or refused.

usage: signatures.py KEY_ID SECRET
"""
import sys

import boto3
import botocore
import botocore.config
import botocore.exceptions

from common import API_URL, expect

KEY, SECRET = sys.argv[1:]


def client(key=KEY, secret=SECRET, **options):
    return boto3.client(
        "kinesis", endpoint_url=API_URL, region_name="us-east-1", aws_access_key_id=key, aws_secret_access_key=secret,
        config=botocore.config.Config(retries={"total_max_attempts": 1}, **options))


def refusal(kinesis):
    try:
        kinesis.create_stream(StreamName="forbidden", ShardCount=1)
    except botocore.exceptions.ClientError as error:
        return error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]
    raise SystemExit("a request that is not ours was let in")


kinesis = client()
kinesis.create_stream(StreamName="quotes", ShardCount=1)
kinesis.put_record(StreamName="quotes", Data=b"\x00 bytes", PartitionKey="a")
expect(refusal(client(secret="another")), ("InvalidSignatureException", 403), "a wrong secret")
expect(refusal(client(key="NOBODY")), ("UnrecognizedClientException", 403), "an unknown key")
expect(
    refusal(client(signature_version=botocore.UNSIGNED)), ("MissingAuthenticationTokenException", 403), "no signature")
expect(kinesis.list_streams()["StreamNames"], ["quotes"], "streams in the end")
