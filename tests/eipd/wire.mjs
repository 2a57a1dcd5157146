// SPDX-FileCopyrightText: 2026 The libeip authors
// SPDX-License-Identifier: Apache-2.0
// wire.mjs FOLDER OPERATION...: how the client for EC2 that is installed in
// FOLDER spells these operations on the wire. A line for each request parameter
// and response member: operation, side, the client's path, the wire's path,
// kind, and whether it is required. Lists and structures are followed by what is
// in them.
import {createRequire} from "node:module";
import path from "node:path";

const [folder, ...operations] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(folder), "package.json"));
const client = require("@aws-sdk/client-ec2");

const LIST = 1, STRUCTURE = 3, LIST_BIT = 64;
const KINDS = {0: "text", 1: "number", 2: "boolean", 4: "time", 5: "time",
    6: "time", 7: "time"};

// A schema as the client stores it: a number, or an array whose first entry is
// its kind; around it functions, and pairs with what is said of the spelling.
function resolve(schema, said = {}) {
    for (;;) {
        if (typeof schema === "function") {
            schema = schema();
        } else if (Array.isArray(schema) && schema.length === 2) {
            if (typeof schema[1] === "object") {
                said = {...schema[1], ...said};
            }
            [schema] = schema;
        } else {
            return [schema, said];
        }
    }
}

const capital = (name) => name[0].toUpperCase() + name.slice(1);

function spelled(side, name, said) {
    return side === "response" ? said.xmlName ?? name :
        said.ec2QueryName ?? (said.xmlName ? capital(said.xmlName) : name);
}

function open(line, side, schema, above) {
    const [structure] = resolve(schema);
    structure[4].forEach((name, i) => {
        let [member, said] = resolve(structure[5][i]);
        const names = [...above, [name, spelled(side, name, said)]];
        let listed = "";
        while (Array.isArray(member) && member[0] === LIST) {
            listed += "list of ";
            [member] = resolve(member[4]);
        }
        if (typeof member === "number" && member & LIST_BIT) {
            listed = "list of ";
            member &= LIST_BIT - 1;
        }
        const opened = Array.isArray(member) && member[0] === STRUCTURE;
        // Those required come first; the schema says how many they are.
        line(names, listed + (opened ? "structure" : KINDS[member]) +
            (side === "request" && i < (structure[6] ?? 0) ? " required" : ""));
        if (opened) {
            open(line, side, member, names);
        }
    });
}

console.log("# SPDX-FileCopyrightText: 2026 The libeip authors\n" +
    "# SPDX-License-Identifier: Apache-2.0");
for (const operation of operations) {
    const schema = client[`${operation}$`];
    for (const [side, at] of [["request", 4], ["response", 5]]) {
        const [structure] = resolve(schema[at]);
        if (Array.isArray(structure) && structure[4] !== undefined) {
            open((names, kind) => console.log([operation, side,
                names.map(([name]) => name).join("."),
                names.map(([, wire]) => wire).join("."), kind].join("\t")),
            side, structure, []);
        }
    }
}
