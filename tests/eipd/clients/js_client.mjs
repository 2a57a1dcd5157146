// SPDX-FileCopyrightText: 2026 The libeip authors
// SPDX-License-Identifier: Apache-2.0
// Calls of @aws-sdk/client-ec2, a line of JSON each: see clients.py.
import {createRequire} from "node:module";
import {readFileSync} from "node:fs";
import path from "node:path";
import readline from "node:readline";

const [endpoint, keys, folder] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(folder), "package.json"));
const sdk = require("@aws-sdk/client-ec2");
const clients = JSON.parse(keys).map(([accessKeyId, secretAccessKey]) =>
    new sdk.EC2Client({endpoint, region: "us-east-1", maxAttempts: 1,
        credentials: {accessKeyId, secretAccessKey}}));
const {version} = JSON.parse(readFileSync(
    path.join(folder, "node_modules/@aws-sdk/client-ec2/package.json")));

console.log(JSON.stringify({version}));
for await (const line of readline.createInterface({input: process.stdin})) {
    const [operation, parameters, account] = JSON.parse(line);
    const Command = sdk[`${operation}Command`];
    let answer;
    if (Command === undefined) {
        answer = {unknown: operation};
    } else {
        try {
            answer = await clients[account].send(new Command(parameters));
            delete answer.$metadata;
        } catch (error) {
            answer = {error: [error.Code ?? error.name, error.message]};
        }
    }
    console.log(JSON.stringify(answer));
}
