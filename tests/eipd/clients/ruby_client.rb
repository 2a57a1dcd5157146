# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
#
# aws-sdk-v1 of Ruby. What it reads of each answer must be what it asked for.
# Prints the operations.
require "aws-sdk-v1"
require "json"

key, secret = JSON.parse(ARGV[1])[0]
client = AWS::EC2.new(
  access_key_id: key, secret_access_key: secret, ec2_endpoint: "127.0.0.1",
  ec2_port: ARGV[0].to_i, use_ssl: false, max_retries: 0).client

def check(good, what)
  abort(what) unless good
end

made = client.allocate_address(domain: "vpc")
id = made[:allocation_id]
check(id =~ /\Aeipalloc-0[0-9a-f]{16}\z/, "allocation id")
value = "a b+\u00e4/*~%&="
client.create_tags(resources: [id], tags: [{key: "Name", value: value}])
tag, = client.describe_tags[:tag_set]
check(tag[:resource_id] == id && tag[:value] == value, "tag")
client.associate_address(allocation_id: id, instance_id: "i-0123456789abcdef0")
found, = client.describe_addresses(
  filters: [{name: "domain", values: %w[vpc standard]}])[:addresses_set]
check(found[:public_ip] == made[:public_ip], "address")
check(found[:instance_id] == "i-0123456789abcdef0", "instance")
begin
  client.release_address(allocation_id: id)
  abort("released while associated")
rescue AWS::EC2::Errors::InvalidIPAddress::InUse => error
  check(error.message == "Address #{made[:public_ip]} is in use.", "message")
end
client.disassociate_address(association_id: found[:association_id])
client.delete_tags(resources: [id], tags: [{key: "Name"}])
check(client.describe_tags[:tag_set].empty?, "deleted tag")
check(client.release_address(allocation_id: id)[:return], "release")
puts JSON.generate(
  version: AWS::VERSION,
  operations: %w[AllocateAddress AssociateAddress CreateTags DeleteTags
                 DescribeAddresses DescribeTags DisassociateAddress
                 ReleaseAddress])
