# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""All operations in one story, as clients are asked for them. A text `$name.Path`
stands for a value of the answer that was kept under that name."""

# The third has EC2-Classic.
ACCOUNTS = ("111122223333", "444455556666", "777788889999")
TAGS = [{"Key": "Name", "Value": "a b+\u00e4/*~%"}, {"Key": "Empty", "Value": ""}]


def tagged(kind):
    return [{"ResourceType": kind, "Tags": TAGS}]


def context(cidr):
    """What an account signs to show that a range is its own."""
    return {"Message": f"1|aws|{ACCOUNTS[0]}|{cidr}|20400101|SHA256|RSAPSS",
            "Signature": "c2lnbmF0dXJl"}


def step(operation, keep=None, account=0, **parameters):
    return operation, keep, account, parameters


def later(ms):
    """Time passes."""
    return "Clock", None, 0, {"ms": ms}


ADDRESSES = [
    step("AllocateAddress", "address", Domain="vpc",
         TagSpecifications=tagged("elastic-ip")),
    step("DescribeAddresses", Filters=[
        {"Name": "tag:Name", "Values": ["a b+*", "none"]},
        {"Name": "domain", "Values": ["vpc"]}]),
    step("AllocateAddress", DryRun=True),
    step("AssociateAddress", "association", AllocationId="$address.AllocationId",
         InstanceId="i-0123456789abcdef0", PrivateIpAddress="10.0.0.7",
         AllowReassociation=True),
    step("DescribeAddresses", PublicIps=["$address.PublicIp"]),
    step("ReleaseAddress", AllocationId="$address.AllocationId"),
    step("DisassociateAddress", AssociationId="$association.AssociationId"),
    step("DescribeAddresses", AllocationIds=["$address.AllocationId"]),
    step("ModifyAddressAttribute", AllocationId="$address.AllocationId",
         DomainName="mail.example.com"),
    step("DescribeAddressesAttribute", Attribute="domain-name",
         AllocationIds=["$address.AllocationId"]),
    step("ResetAddressAttribute", AllocationId="$address.AllocationId",
         Attribute="domain-name"),
    step("CreateTags", Resources=["$address.AllocationId"],
         Tags=[{"Key": "k", "Value": "<&>'\""}]),
    step("DescribeTags", Filters=[{"Name": "resource-type",
                                   "Values": ["elastic-ip"]}], MaxResults=5),
    step("DeleteTags", Resources=["$address.AllocationId"],
         Tags=[{"Key": "k"}]),
    step("EnableAddressTransfer", AllocationId="$address.AllocationId",
         TransferAccountId=ACCOUNTS[1]),
    step("DescribeAddressTransfers"),
    step("DisableAddressTransfer", AllocationId="$address.AllocationId"),
    step("EnableAddressTransfer", AllocationId="$address.AllocationId",
         TransferAccountId=ACCOUNTS[1]),
    step("AcceptAddressTransfer", account=1, Address="$address.PublicIp"),
    step("DescribeAddresses", "moved", account=1),
    step("ReleaseAddress", account=1,
         AllocationId="$moved.Addresses.0.AllocationId"),
    step("ReleaseAddress", AllocationId="$address.AllocationId"),
    step("MoveAddressToVpc", PublicIp="$address.PublicIp"),
    step("RestoreAddressToClassic", PublicIp="$address.PublicIp"),
    step("DescribeMovingAddresses"),
]

POOLS = [
    step("CreateIpamPool", "ipam", IpamScopeId="$scope.Id",
         AddressFamily="ipv4", Locale="us-east-1", AwsService="ec2",
         Description="d", AllocationMinNetmaskLength=20,
         AllocationMaxNetmaskLength=30,
         AllocationResourceTags=[{"Key": "team", "Value": "x"}],
         TagSpecifications=tagged("ipam-pool")),
    step("ModifyIpamPool", IpamPoolId="$ipam.IpamPool.IpamPoolId",
         Description="e", RemoveAllocationResourceTags=[
             {"Key": "team", "Value": "x"}]),
    step("ProvisionIpamPoolCidr", IpamPoolId="$ipam.IpamPool.IpamPoolId",
         Cidr="203.0.112.0/20",
         CidrAuthorizationContext=context("203.0.112.0/20")),
    step("GetIpamPoolCidrs", IpamPoolId="$ipam.IpamPool.IpamPoolId"),
    step("DescribeIpamPools", IpamPoolIds=["$ipam.IpamPool.IpamPoolId"]),
    step("AllocateIpamPoolCidr", "allocation",
         IpamPoolId="$ipam.IpamPool.IpamPoolId", NetmaskLength=28,
         Description="mine"),
    step("GetIpamPoolAllocations", IpamPoolId="$ipam.IpamPool.IpamPoolId"),
    step("DescribeIpamPoolAllocations"),
    step("ModifyIpamPoolAllocation", Description="ours",
         IpamPoolAllocationId="$allocation.IpamPoolAllocation"
                              ".IpamPoolAllocationId"),
    step("ReleaseIpamPoolAllocation",
         IpamPoolId="$ipam.IpamPool.IpamPoolId",
         Cidr="$allocation.IpamPoolAllocation.Cidr",
         IpamPoolAllocationId="$allocation.IpamPoolAllocation"
                              ".IpamPoolAllocationId"),
    step("CreatePublicIpv4Pool", "pool",
         TagSpecifications=tagged("ipv4pool-ec2")),
    step("ProvisionPublicIpv4PoolCidr", "range", PoolId="$pool.PoolId",
         IpamPoolId="$ipam.IpamPool.IpamPoolId", NetmaskLength=28),
    step("DescribePublicIpv4Pools", PoolIds=["$pool.PoolId"]),
    step("AllocateAddress", "own", PublicIpv4Pool="$pool.PoolId",
         Domain="vpc"),
    step("ReleaseAddress", AllocationId="$own.AllocationId"),
    step("DeprovisionPublicIpv4PoolCidr", PoolId="$pool.PoolId",
         Cidr="$range.PoolAddressRange.FirstAddress/28"),
    step("DeletePublicIpv4Pool", PoolId="$pool.PoolId"),
    step("ProvisionByoipCidr", Cidr="198.51.100.0/24", Description="b",
         CidrAuthorizationContext=context("198.51.100.0/24")),
    step("AdvertiseByoipCidr", Cidr="198.51.100.0/24"),
    step("DescribeByoipCidrs", MaxResults=10),
    step("WithdrawByoipCidr", Cidr="198.51.100.0/24"),
    later(10000),
    step("WithdrawByoipCidr", Cidr="198.51.100.0/24"),
    step("ProvisionByoipCidr", Cidr="192.0.2.0/24",
         CidrAuthorizationContext=context("192.0.2.0/24")),
    step("MoveByoipCidrToIpam", Cidr="192.0.2.0/24",
         IpamPoolId="$ipam.IpamPool.IpamPoolId", IpamPoolOwner=ACCOUNTS[0]),
    step("ProvisionByoipCidr", Cidr="198.51.101.0/24",
         CidrAuthorizationContext=context("198.51.101.0/24")),
    step("DeprovisionByoipCidr", Cidr="198.51.101.0/24"),
    step("DeprovisionIpamPoolCidr", IpamPoolId="$ipam.IpamPool.IpamPoolId",
         Cidr="203.0.112.0/20"),
    step("CreateIpamPool", "spare", IpamScopeId="$scope.Id",
         AddressFamily="ipv4"),
    step("DeleteIpamPool", IpamPoolId="$spare.IpamPool.IpamPoolId"),
    step("CreateCoipPool", "coip",
         LocalGatewayRouteTableId="lgw-rtb-0123456789abcdef0"),
    step("CreateCoipCidr", Cidr="10.1.0.0/24",
         CoipPoolId="$coip.CoipPool.PoolId"),
    step("DescribeCoipPools", PoolIds=["$coip.CoipPool.PoolId"]),
    step("AllocateAddress", "outpost", Domain="vpc",
         CustomerOwnedIpv4Pool="$coip.CoipPool.PoolId"),
    step("GetCoipPoolUsage", PoolId="$coip.CoipPool.PoolId"),
    step("ReleaseAddress", AllocationId="$outpost.AllocationId"),
    step("DeleteCoipCidr", Cidr="10.1.0.0/24",
         CoipPoolId="$coip.CoipPool.PoolId"),
    step("DeleteCoipPool", CoipPoolId="$coip.CoipPool.PoolId"),
]

CLASSIC = [
    step("AllocateAddress", "old", account=2, Domain="standard"),
    step("MoveAddressToVpc", account=2, PublicIp="$old.PublicIp"),
    later(86400000),
    step("DescribeAddresses", account=2),
    step("MoveAddressToVpc", account=2, PublicIp="$old.PublicIp"),
    step("DescribeAddresses", account=2),
    step("RestoreAddressToClassic", account=2, PublicIp="$old.PublicIp"),
    step("DescribeMovingAddresses", account=2),
    step("ReleaseAddress", account=2, PublicIp="$old.PublicIp"),
]

STEPS = ADDRESSES + POOLS + CLASSIC
OPERATIONS = sorted({operation for operation, _, _, _ in STEPS} - {"Clock"})


def begin(daemon):
    """The same state before each client."""
    daemon.reset()
    daemon.set_account(ACCOUNTS[2], 100, 1)


def fill(value, kept):
    """The parameters, with what was kept in the place of its names."""
    if isinstance(value, list):
        return [fill(item, kept) for item in value]
    if isinstance(value, dict):
        return {name: fill(item, kept) for name, item in value.items()}
    if not isinstance(value, str) or not value.startswith("$"):
        return value
    path, slash, rest = value[1:].partition("/")
    found = kept
    for part in path.split("."):
        found = found[int(part) if part.isdigit() else part]
    return found + slash + rest
