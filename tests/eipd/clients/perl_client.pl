# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
#
# Net::Amazon::EC2: signs the host without its port. What it reads of each answer
# must be what it asked for. Prints the operations.
use strict;
use warnings;
use JSON::PP;
use Net::Amazon::EC2;

my ($port, $keys) = @ARGV;
my ($key, $secret) = @{decode_json($keys)->[0]};
my $ec2 = Net::Amazon::EC2->new(
    AWSAccessKeyId => $key, SecretAccessKey => $secret, signature_version => 4,
    base_url => "http://127.0.0.1:$port", return_errors => 1);

sub check {
    my ($good, $what) = @_;
    die "$what\n" unless $good;
}

my $id = $ec2->allocate_vpc_address;
check($id =~ /^eipalloc-0[0-9a-f]{16}$/, "allocation id");
my ($found) = @{$ec2->describe_addresses};
check($found->public_ip =~ /^198\.1[89]\./, "described address");
check($ec2->create_tags(ResourceId => $id, Tags => {Name => "a b"}), "tags");
my ($tag) = @{$ec2->describe_tags};
check($tag->key eq "Name" && $tag->value eq "a b", "tag");
check($tag->resource_id eq $id, "tagged");
check($ec2->associate_address(AllocationId => $id,
    InstanceId => "i-0123456789abcdef0"), "association");
($found) = @{$ec2->describe_addresses};
check($found->instance_id eq "i-0123456789abcdef0", "instance");
my $refused = $ec2->release_vpc_address(AllocationId => $id);
check($refused->isa("Net::Amazon::EC2::Errors") &&
    $refused->errors->[0]->code eq "InvalidIPAddress.InUse", "in use");
print encode_json({version => "$Net::Amazon::EC2::VERSION", operations => [
    qw(AllocateAddress DescribeAddresses CreateTags DescribeTags
    AssociateAddress)]}), "\n";
