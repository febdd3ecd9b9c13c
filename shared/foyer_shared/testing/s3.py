"""A server that talks as S3 does, and lies on this machine."""

from collections.abc import Iterator
from contextlib import contextmanager

import boto3
from moto.server import ThreadedMotoServer

REGION = "eu-central-1"
KEYS = {"files_access_key_id": "key", "files_secret_access_key": "secret"}
"""What its settings are to be; it takes any."""


@contextmanager
def s3_stand_in(bucket: str) -> Iterator[str]:
    """Its address, while it runs with one empty bucket; all of one process share their buckets."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    client = boto3.client(  # type: ignore[no-untyped-call]  # It has no types.
        "s3",
        endpoint_url=endpoint,
        region_name=REGION,
        aws_access_key_id=KEYS["files_access_key_id"],
        aws_secret_access_key=KEYS["files_secret_access_key"],
    )
    client.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    try:
        yield endpoint
    finally:
        server.stop()
