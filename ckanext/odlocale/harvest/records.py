"""What this room reads of ckanext-harvest's records, whose columns have no Python types."""

from __future__ import annotations

from typing import Any, Protocol


class Source(Protocol):
    """A harvest source; its config is JSON."""

    @property
    def id(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def config(self) -> str | None: ...
    @property
    def type(self) -> str: ...


class Job(Protocol):
    """One run over a source."""

    status: str

    @property
    def id(self) -> str: ...
    @property
    def source(self) -> Source: ...
    def save(self) -> None: ...


class Object(Protocol):
    """One dataset in one run; its guid identifies it in all of the portal, its content is JSON."""

    @property
    def id(self) -> str | None: ...
    @property
    def guid(self) -> str: ...
    @property
    def content(self) -> str: ...
    @property
    def source(self) -> Any: ...
    @property
    def harvest_source_id(self) -> str | None: ...
    @property
    def package_id(self) -> str | None: ...
    @property
    def extras(self) -> Any: ...
