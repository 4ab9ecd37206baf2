"""Frozen values to JSON and back: a dataclass is the list of its fields, a tuple a list, whatever their types say."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

Loader = Callable[[Any], Any]


def dumps(value: object) -> str:
    """Return a value as JSON."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def loads(type: Any, text: str) -> Any:
    """Return the value of a type that was dumped."""
    return _loader(type)(json.loads(text))


def _plain(value: object) -> object:
    if is_dataclass(value):
        return [_plain(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


@cache
def _loader(type: Any) -> Loader:
    if is_dataclass(type):
        hints, make = get_type_hints(type), cast("Loader", type)
        loaders = [_loader(hints[field.name]) for field in fields(type)]
        return lambda values: make(*(load(value) for load, value in zip(loaders, values, strict=True)))
    if get_origin(type) is tuple:
        return _tuple_loader(get_args(type))
    if get_origin(type) in (Union, UnionType):
        inner = [arg for arg in get_args(type) if arg is not NoneType]
        load = _loader(inner[0])
        return lambda value: None if value is None else load(value)
    return _same


def _tuple_loader(inner: tuple[Any, ...]) -> Loader:
    if len(inner) == 2 and inner[1] is Ellipsis:
        load = _loader(inner[0])
        return tuple if load is _same else lambda values: tuple(map(load, values))
    loaders = [_loader(one) for one in inner]
    return lambda values: tuple(load(value) for load, value in zip(loaders, values, strict=True))


def _same(value: Any) -> Any:
    return value
