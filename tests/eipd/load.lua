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
local sample = "eipalloc-00000000000000000"
local allocate, release, place
local count, turn = 0, 0

function init()
    allocate = wrk.format("POST", "/", headers,
        "Action=AllocateAddress&Version=2016-11-15&Domain=vpc")
    release = wrk.format("POST", "/", headers,
        "Action=ReleaseAddress&Version=2016-11-15&AllocationId=" .. sample)
    release = release:sub(1, -1 - #sample)
end

function request()
    turn = turn + 1
    if turn % 2 == 1 or count == 0 then
        return allocate
    end
    count = count - 1
    return release .. held[count + 1]
end

-- An answer of AllocateAddress has its id where the first one had it.
function response(_, _, body)
    if not place or body:byte(place) ~= 101 then
        local at = body:find("eipalloc-0", 1, true)
        if not at or not body:find("<allocationId>", 1, true) then
            return
        end
        place = at
    end
    local id = body:sub(place, place + #sample - 1)
    if id:byte(9) == 45 then
        count = count + 1
        held[count] = id
    end
end
