"""``channels.csv`` or ``channels/<code>.yaml``: the ways to reach the service (Art. 38)."""

from typing import Annotated, Any

from pydantic import Field

from catalog.definitions.fields import at_most
from catalog.definitions.registry import RegistryKind
from catalog.models import Channel
from configuration.code_references import CodeReference
from configuration.schema import Code, Definition, Said
from portal.kit.words import Words


class ChannelSpec(Definition):
    channel: Code
    name: Annotated[Said, at_most(40)]
    description: Annotated[Said, at_most(500)] = Words()
    hours: Annotated[Said, at_most(100)] = Words()
    address: str = Field(default="", max_length=200, pattern="^(/.*)?$", description="a path of this site: /points/")
    order: int = 0


class ChannelKind(RegistryKind[ChannelSpec]):
    name = "channel"
    folder = "channels"
    order = 20
    schema = ChannelSpec
    model = Channel
    says = (CodeReference("channel", Channel, "code"),)

    def read(self, row: Any) -> dict[str, Any]:
        return {"name": row.name, "description": row.description, "hours": row.hours, "address": row.address}

    def values(self, spec: ChannelSpec) -> dict[str, Any]:
        return {"name": spec.name, "description": spec.description, "hours": spec.hours, "address": spec.address}
