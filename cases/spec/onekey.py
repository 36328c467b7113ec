"""Things written as ``- key: {…}``: a list keeps their order, the key their name."""

from typing import Any, Self

from pydantic import BaseModel, PrivateAttr, TypeAdapter
from pydantic.annotated_handlers import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

from portal.kit.definitions.fields import Code, Part


class Keyed(Part):
    """A part whose ``key`` stands before it, as in ``- phone: {type: mobile_or_fixed}``."""

    _key: str = PrivateAttr("")

    @property
    def key(self) -> str:
        """The name under which answers are kept; never changes when the label does."""
        return self._key

    def named(self, key: str) -> Self:
        """Return a copy under KEY."""
        copy = self.model_copy()
        copy._key = key
        return copy


class OneKey:
    """Marks a Keyed model as written in a mapping of one key: ``Annotated[Field, OneKey()]``."""

    def __get_pydantic_core_schema__(
        self, source: type[Keyed], handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        bodies: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[Code, source])  # type: ignore[valid-type]

        def read(value: Any) -> Any:
            if isinstance(value, source):
                return value
            if not isinstance(value, dict) or len(value) != 1:
                raise ValueError("one name and what it is, e.g. 'phone: {type: mobile_or_fixed, …}'")
            ((key, body),) = bodies.validate_python(value).items()
            return body.named(key)

        return core_schema.no_info_plain_validator_function(
            read,
            serialization=core_schema.wrap_serializer_function_ser_schema(
                lambda value, inner: {value.key: inner(value)}, schema=handler(source)
            ),
            metadata={"model": source},
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        model: type[BaseModel] = schema["metadata"]["model"]  # type: ignore[index,typeddict-item]
        inner = handler(model.__pydantic_core_schema__)
        return {"type": "object", "additionalProperties": inner, "minProperties": 1, "maxProperties": 1}
