# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""Calls of boto3, a line of JSON each: see clients.py."""
import json
import re
import sys

import boto3
import botocore.config
import botocore.exceptions

endpoint, keys = sys.argv[1], json.loads(sys.argv[2])
clients = [boto3.client("ec2", endpoint_url=endpoint, region_name="us-east-1",
                        aws_access_key_id=key, aws_secret_access_key=secret,
                        config=botocore.config.Config(
                            retries={"max_attempts": 0}))
           for key, secret in keys]
print(json.dumps({"version": boto3.__version__}), flush=True)
for line in sys.stdin:
    operation, parameters, account = json.loads(line)
    client = clients[account]
    function = next((function for function, name in
                     client.meta.method_to_api_mapping.items()
                     if name == operation), None)
    try:
        if function is None:
            answer = {"unknown": operation}
        else:
            answer = getattr(client, function)(**parameters)
            answer.pop("ResponseMetadata")
    except botocore.exceptions.ParamValidationError as error:
        answer = {"unknown": re.sub(r"\s+", " ", str(error))}
    except botocore.exceptions.ClientError as error:
        answer = {"error": [error.response["Error"]["Code"],
                            error.response["Error"]["Message"]]}
    print(json.dumps(answer, default=lambda time: time.isoformat()), flush=True)
