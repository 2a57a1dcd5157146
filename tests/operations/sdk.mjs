// SPDX-FileCopyrightText: 2026 The libeip authors
// SPDX-License-Identifier: Apache-2.0
// sdk.mjs FOLDER OPERATION...: what the client for EC2 that is installed in
// FOLDER knows of these operations, as JSON: every request parameter and
// response member, lists and structures opened; and the names of all
// operations that it has.
import {createRequire} from "node:module";
import path from "node:path";
import {readFileSync} from "node:fs";

const [folder, ...operations] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(folder), "package.json"));
const client = require("@aws-sdk/client-ec2");
const {version} = JSON.parse(readFileSync(
    path.join(folder, "node_modules/@aws-sdk/client-ec2/package.json")));

const LIST = 1, STRUCTURE = 3, BOOLEAN = 2;

// A schema as the client stores it: a number, an array whose first entry is
// its kind, or a function or a pair around one of these.
function resolve(schema) {
    for (;;) {
        if (typeof schema === "function") {
            schema = schema();
        } else if (Array.isArray(schema) && typeof schema[0] !== "number") {
            [schema] = schema;
        } else if (Array.isArray(schema) && typeof schema[0] === "number" &&
                   schema.length === 2) {
            [schema] = schema;
        } else {
            return schema;
        }
    }
}

// A structure's members: null, "boolean", or what is below; lists are opened.
function open(schema, above) {
    schema = resolve(schema);
    if (typeof schema === "number") {
        // Lists of simple values are the value's number and a list's bit.
        return schema === BOOLEAN ? "boolean" : null;
    }
    if (schema[0] === LIST) {
        return open(schema[4], above);
    }
    if (schema[0] !== STRUCTURE || above.includes(schema[2])) {
        return null;
    }
    return Object.fromEntries(schema[4].map(
        (name, i) => [name, open(schema[5][i], [...above, schema[2]])]));
}

const known = {};
for (const name of operations) {
    const schema = client[`${name}$`];
    known[name] = schema === undefined ? null : {
        input: open(schema[4], []) ?? {}, output: open(schema[5], []) ?? {}};
}
const all = Object.keys(client).filter((name) => /^[A-Z]\w+Command$/.test(name))
    .map((name) => name.slice(0, -"Command".length)).sort();
process.stdout.write(`${JSON.stringify({version, operations: known, all})}\n`);
