# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""libcloud's EC2 driver: GET requests, Signature Version 2, lists from 0. What
it reads of each answer must be what it asked for. Prints the operations."""
import json
import sys

import libcloud
from libcloud.compute.base import Node
from libcloud.compute.providers import get_driver
from libcloud.compute.types import Provider

port, (key, secret) = int(sys.argv[1]), json.loads(sys.argv[2])[0]
driver = get_driver(Provider.EC2)(key, secret, host="127.0.0.1", port=port,
                                  secure=False)
node = Node("i-0123456789abcdef0", "n", "running", [], [], driver)

address = driver.ex_allocate_address("vpc")
assert address.extra["allocation_id"].startswith("eipalloc-0"), address.extra
assert address.domain == "vpc"
found = driver.ex_describe_all_addresses()
assert [one.ip for one in found] == [address.ip]
assert found[0].extra["allocation_id"] == address.extra["allocation_id"]
assert found[0].instance_id is None
associated = driver.ex_associate_address_with_node(node, address, domain="vpc")
assert associated.startswith("eipassoc-0"), associated
found = driver.ex_describe_all_addresses(only_associated=True)
assert found[0].instance_id == node.id, found
assert found[0].extra["association_id"] == associated
assert driver.ex_disassociate_address(found[0], domain="vpc") is True
assert driver.ex_create_tags(
    Node(address.extra["allocation_id"], "", "", [], [], driver),
    {"Name": "a b/\u00e4", "k": "v"})
tags = driver.ex_describe_tags(
    Node(address.extra["allocation_id"], "", "", [], [], driver))
assert tags == {"Name": "a b/\u00e4", "k": "v"}, tags
assert driver.ex_release_address(address, domain="vpc") is True
assert driver.ex_describe_all_addresses() == []
try:
    driver.ex_release_address(address, domain="vpc")
    raise SystemExit("a released address was released again")
except Exception as error:  # libcloud has no class for it
    assert "InvalidAllocationID.NotFound" in str(error), error
print(json.dumps({
    "version": libcloud.__version__,
    "operations": ["AllocateAddress", "DescribeAddresses", "AssociateAddress",
                   "DisassociateAddress", "CreateTags", "DescribeTags",
                   "ReleaseAddress"]}))
