// SPDX-FileCopyrightText: 2026 The libeip authors
// SPDX-License-Identifier: Apache-2.0

// Calls of the AWS SDK for Go, a line of JSON each: see clients.py. A method is
// found by its name, and what it takes and gives is read as JSON by the names
// of its struct's fields, which are the operation's own.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"reflect"

	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/aws/awserr"
	"github.com/aws/aws-sdk-go/aws/credentials"
	"github.com/aws/aws-sdk-go/aws/request"
	"github.com/aws/aws-sdk-go/aws/session"
	"github.com/aws/aws-sdk-go/service/ec2"
)

func connect(endpoint string, key [2]string) *ec2.EC2 {
	return ec2.New(session.Must(session.NewSession(&aws.Config{
		Endpoint:    aws.String(endpoint),
		Region:      aws.String("us-east-1"),
		MaxRetries:  aws.Int(0),
		Credentials: credentials.NewStaticCredentials(key[0], key[1], ""),
	})))
}

func unknown(why string) interface{} {
	return map[string]string{"unknown": why}
}

func call(client *ec2.EC2, operation string, parameters []byte) interface{} {
	method := reflect.ValueOf(client).MethodByName(operation)
	if !method.IsValid() {
		return unknown(operation)
	}
	input := reflect.New(method.Type().In(0).Elem())
	decoder := json.NewDecoder(bytes.NewReader(parameters))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(input.Interface()); err != nil {
		return unknown(err.Error())
	}
	given := method.Call([]reflect.Value{input})
	if err, failed := given[1].Interface().(error); failed {
		known, is := err.(awserr.Error)
		if !is || known.Code() == request.InvalidParameterErrCode {
			return unknown(err.Error())
		}
		return map[string][]string{"error": {known.Code(), known.Message()}}
	}
	return given[0].Interface()
}

func main() {
	var keys [][2]string
	if err := json.Unmarshal([]byte(os.Args[2]), &keys); err != nil {
		panic(err)
	}
	var clients []*ec2.EC2
	for _, key := range keys {
		clients = append(clients, connect(os.Args[1], key))
	}
	fmt.Printf("{\"version\": \"%s\"}\n", aws.SDKVersion)
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var line [3]json.RawMessage
		var operation string
		var account int
		for i, to := range []interface{}{&line, &operation, &account} {
			from := [3][]byte{lines.Bytes(), line[0], line[2]}[i]
			if err := json.Unmarshal(from, to); err != nil {
				panic(err)
			}
		}
		answer, err := json.Marshal(call(clients[account], operation, line[1]))
		if err != nil {
			panic(err)
		}
		fmt.Println(string(answer))
	}
}
