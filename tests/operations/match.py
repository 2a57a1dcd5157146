# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""Where the library has each request parameter and response member that a
client for EC2 knows: the names are EC2's in snake case, so most are found; what
is spelled otherwise is said in names.json, with EC2's path on the left (words
there are a reason)."""
import json
import pathlib
import re

FOLDER = pathlib.Path(__file__).resolve().parent
NAMES = json.loads((FOLDER / "names.json").read_text(encoding="utf-8"))


def model():
    """What a client for EC2 knows of the operations (sdk.mjs), as stored."""
    return json.loads((FOLDER / "sdk.json").read_text(encoding="utf-8"))


def operations():
    return list(model()["operations"])


def snake(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def function_of(operation):
    return "eip_" + NAMES["functions"].get(operation, snake(operation))


class Operation:
    """One operation: `rows` of (side, EC2's path, ours or None)."""

    def __init__(self, headers, name, shape):
        self.name = name
        self.headers = headers
        self.function = headers.functions.get(function_of(name))
        self.rows = []
        if self.function is not None:
            self._side("request", shape["input"])
            self._side("response", shape["output"])

    def missing(self):
        return [(side, path) for side, path, ours in self.rows if ours is None]

    # -- what the function takes and gives ------------------------------------

    def _roots(self, side):
        """Structs to look in, and the list type, if the answer is one."""
        for parameter in self.function.parameters:
            kind = parameter.type
            if side == "request":
                if kind.endswith("_request"):
                    yield kind, None
            elif not parameter.is_const and kind not in (
                    "eip_engine", "eip_error"):
                if kind.endswith("_list"):
                    at = self.headers.functions.get(f"{kind}_at")
                    yield (at.parameters[-1].type if at else kind), kind
                elif kind in self.headers.structs:
                    yield kind, None

    def _side(self, side, shape):
        roots = list(self._roots(side))
        for name, below in shape.items():
            self._member(side, roots, name, name, below)

    def _given(self, side, path):
        """The longest end of the path that names.json has, for this operation
        or for all."""
        parts = path.split(".")
        for who in (self.name, "*"):
            for first in range(len(parts)):
                key = f"{who} {side} {'.'.join(parts[first:])}"
                if key in NAMES["members"]:
                    return NAMES["members"][key]
        return None

    def _member(self, side, roots, path, name, below):
        given = self._given(side, path)
        if given is not None:
            self.rows.append((side, path,
                              given if self._exists(given) else None))
            # What is below is looked for where that leads.
            if isinstance(below, dict):
                kind = self._type_at(given)
                for child, more in below.items():
                    self._member(side, [(kind, None)] if kind else [],
                                 f"{path}.{child}", child, more)
            return
        if below == "boolean" and self._flag(side, roots, path, name):
            return
        for struct, listed in roots:
            if self._in_struct(side, struct, path, name, below):
                return
            if listed and name == "NextToken" and "." not in path:
                token = f"{listed}_next_token"
                if token in self.headers.functions:
                    self.rows.append((side, path, f"{token}()"))
                    return
        # The answer's one structure or list is what the function gives.
        if side == "response" and "." not in path and isinstance(below, dict):
            for struct, listed in roots:
                if not struct.endswith("_response"):
                    self.rows.append((side, path, listed or struct))
                    for child, more in below.items():
                        self._member(side, [(struct, None)],
                                     f"{path}.{child}", child, more)
                    return
        self.rows.append((side, path, None))
        if isinstance(below, dict):
            for child, more in below.items():
                self._member(side, [], f"{path}.{child}", child, more)

    def _flag(self, side, roots, path, name):
        """A boolean may be a constant of the header."""
        ending = "_" + snake(name).upper()
        near = self.headers.near(self.function.header)
        for constant, header in self.headers.constants.items():
            if header in near and constant.endswith(ending) \
                    and any("flags" in self.headers.structs.get(struct, {})
                            for struct, _ in roots):
                self.rows.append((side, path, constant))
                return True
        return False

    def _in_struct(self, side, struct, path, name, below):
        members = self.headers.structs.get(struct, {})
        stem = snake(name)
        for ours in (stem, f"{stem}_text", re.sub(r"_id(s?)$", r"\1", stem)):
            if ours not in members:
                continue
            kind = members[ours]
            self.rows.append((side, path, f"{struct}.{ours}"))
            if isinstance(below, dict):
                listed = f"{kind}_at" in self.headers.functions
                if listed:
                    kind = self.headers.functions[f"{kind}_at"] \
                        .parameters[-1].type
                for child, more in below.items():
                    self._member(side, [(kind, None)], f"{path}.{child}",
                                 child, more)
            return True
        # A structure's members may lie in the struct itself.
        if isinstance(below, dict):
            flat = [next((ours for ours in (
                f"{stem}_{snake(child)}",
                f"{stem.rpartition('_')[0]}_{snake(child)}") if ours in members),
                snake(child)) for child in below]
            if all(ours in members for ours in flat):
                self.rows.append((side, path, struct))
                for child, ours in zip(below, flat):
                    self.rows.append((side, f"{path}.{child}",
                                      f"{struct}.{ours}"))
                return True
        return False

    def _exists(self, ours):
        struct, _, member = ours.rpartition(".")
        return " " in ours or ours.removesuffix("()") in self.headers.functions \
            or ours in self.headers.structs or ours in self.headers.constants \
            or member in self.headers.structs.get(struct, {})

    def _type_at(self, ours):
        struct, _, member = ours.rpartition(".")
        kind = self.headers.structs.get(struct, {}).get(member)
        if kind is None and ours in self.headers.structs:
            kind = ours
        return kind
