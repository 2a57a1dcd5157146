# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""What the public headers declare: functions with their comments, structs with
their members, constants. The headers' own form is relied on (tests/checks see
to it); whatever else is C is not understood."""
import dataclasses
import re

COMMENT = re.compile(r"/\*.*?\*/", re.S)
FUNCTION = re.compile(r"(?:(?P<doc>/\*\*(?:(?!\*/).)*\*/)\s*)?"
                      r"^EIP_API\b(?P<type>[^;(]*?)\b(?P<name>eip_\w+)\s*"
                      r"\((?P<parameters>[^;]*)\);", re.M | re.S)
STRUCT = re.compile(r"^typedef struct (?P<name>\w+) \{(?P<body>.*?)^\}", re.M | re.S)
MEMBER = re.compile(r"(?P<type>[\w ]+?[\s*]+?)(?P<name>\w+)(?:\[[^\]]*\])*;")
ENUM = re.compile(r"^(?:typedef )?enum\b[^{;]*\{(.*?)\}", re.M | re.S)


@dataclasses.dataclass
class Parameter:
    type: str  # without const and stars
    name: str
    pointers: int
    is_const: bool


@dataclasses.dataclass
class Function:
    name: str
    header: str
    type: str
    parameters: list
    doc: str
    text: str  # of the parameters, as declared


def parameter_of(text):
    text = " ".join(text.split())
    match = re.fullmatch(r"(.*?)(\w+)", text)
    kind = match[1].replace("*", " ").replace("const", " ").split()
    return Parameter(" ".join(kind), match[2], match[1].count("*"),
                     text.startswith("const "))


class Headers:
    def __init__(self, folder):
        self.functions = {}
        self.structs = {}    # name -> {member: type}
        self.constants = {}  # name -> header
        self.about = {}      # header -> its @file comment
        self.includes = {}   # header -> those of its own that it includes
        for path in sorted(folder.glob("*.h")):
            self._read(path.name, path.read_text(encoding="utf-8"))

    def _read(self, header, text):
        about = re.search(r"/\*\*\s*\* @file.*?\*/", text, re.S)
        self.about[header] = about[0] if about else ""
        self.includes[header] = re.findall(r'^#include "eip/(\w+\.h)"', text,
                                           re.M)
        plain = COMMENT.sub("", text)
        for match in FUNCTION.finditer(text):
            parameters = COMMENT.sub("", match["parameters"])
            self.functions[match["name"]] = Function(
                match["name"], header,
                match["type"].replace("EIP_NODISCARD", "").strip(),
                [parameter_of(part) for part in parameters.split(",")
                 if part.strip() not in ("", "void")],
                match["doc"] or "", " ".join(parameters.split()))
        for match in STRUCT.finditer(plain):
            self.structs[match["name"]] = {
                member["name"]: member["type"].replace("*", " ")
                .replace("const", " ").strip()
                for member in MEMBER.finditer(match["body"])}
        for match in ENUM.finditer(plain):
            for name in re.findall(r"\b(EIP_\w+)\b\s*(?:=|,|$|\n)", match[1] + "\n"):
                self.constants[name] = header

    def near(self, header):
        """The header and what it includes."""
        return {header, *self.includes[header]}
