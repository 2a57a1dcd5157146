# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""presigned_client.py ENDPOINT KEYS: URLs that boto3 signs for who has no key,
opened without one. What it read is checked here."""
import json
import sys
import urllib.error
import urllib.request
import xml.etree.ElementTree

import boto3

NAMESPACE = "{http://ec2.amazonaws.com/doc/2016-11-15/}"
called = set()


def read(url):
    """The texts of an answer by their tags, or the error's code."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            text = answer.read()
    except urllib.error.HTTPError as error:
        return xml.etree.ElementTree.fromstring(error.read()).findtext(
            ".//Code")
    return {element.tag.removeprefix(NAMESPACE): element.text
            for element in xml.etree.ElementTree.fromstring(text).iter()}


def main():
    endpoint, (key, secret) = sys.argv[1], json.loads(sys.argv[2])[0]
    client = boto3.client("ec2", region_name="us-east-1",
                          endpoint_url=endpoint, aws_access_key_id=key,
                          aws_secret_access_key=secret)

    def sign(name, seconds=60, **parameters):
        return client.generate_presigned_url(
            name, Params=parameters, ExpiresIn=seconds, HttpMethod="GET")

    def call(operation, name, **parameters):
        called.add(operation)
        return read(sign(name, **parameters))

    tags = [{"ResourceType": "elastic-ip",
             "Tags": [{"Key": "Name", "Value": "a b+\u00e4/*~%&="}]}]
    made = call("AllocateAddress", "allocate_address", TagSpecifications=tags)
    found = call("DescribeAddresses", "describe_addresses", Filters=[
        {"Name": "tag:Name", "Values": ["a b+\u00e4/\\*~%&="]}])
    assert found["publicIp"] == made["publicIp"], found
    assert found["value"] == "a b+\u00e4/*~%&=", found
    url = sign("release_address", AllocationId=made["allocationId"])
    assert read(url.replace("Version=", "Version=1")) == "AuthFailure"
    assert read(url.replace("X-Amz-Expires=60", "X-Amz-Expires=61")) == \
        "AuthFailure"
    assert read(sign("release_address", seconds=604801,
                     AllocationId=made["allocationId"])) == "AuthFailure"
    called.add("ReleaseAddress")
    assert read(url)["return"] == "true"
    print(json.dumps({"version": boto3.__version__,
                      "operations": sorted(called)}))


main()
