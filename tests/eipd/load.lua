-- SPDX-FileCopyrightText: 2026 The libeip authors
-- SPDX-License-Identifier: Apache-2.0
-- wrk: allocations and releases in equal number, as POSTs of AWS's clients but
-- for their signature. What one answer gave, a later request gives back.
local held = {}
local head = "AWS4-HMAC-SHA256 Credential=AKIA111122223333TEST/20261122/" ..
    "us-east-1/ec2/aws4_request, SignedHeaders=host, Signature=0"
local headers = {
    ["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8",
    ["Authorization"] = head,
}
local allocate
local turn = 0

function init()
    allocate = wrk.format("POST", "/", headers,
        "Action=AllocateAddress&Version=2016-11-15&Domain=vpc")
end

function request()
    turn = turn + 1
    if turn % 2 == 1 or #held == 0 then
        return allocate
    end
    return wrk.format("POST", "/", headers,
        "Action=ReleaseAddress&Version=2016-11-15&AllocationId=" ..
        table.remove(held))
end

function response(status, _, body)
    local id = status == 200 and body:match("eipalloc%-0%x+")
    if id then
        held[#held + 1] = id
    end
end
