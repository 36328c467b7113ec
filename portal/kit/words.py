"""Text in one or more languages, as a value. No Django: portal/kit/word_fields.py holds the model and form fields."""

from typing import Self

from portal.kit import languages

Languages = dict[str, str]


class Words(dict[str, str]):
    """Text by language code, e.g. ``{"zh-hans": "社保卡", "en": "Social security card"}``.

    ``str(words)`` is the text in the active language, or in the site's default language, or in any.
    """

    @classmethod
    def of(cls, value: "str | Languages | Words | None") -> Self:
        """Return VALUE as Words; a plain string is text in the site's default language."""
        if not value:
            return cls()
        if isinstance(value, str):
            return cls({languages.default(): value})
        return cls(value)

    def in_language(self, language: str) -> str:
        """Return the text in LANGUAGE, falling back to the default language, then to any."""
        return self.get(language) or self.get(languages.default()) or next(iter(self.values()), "")

    @property
    def language(self) -> str:
        """The language code in which ``str()`` answers: for the `lang` attribute of a fallback."""
        active = languages.active()
        if self.get(active) or not self:
            return active
        return languages.default() if self.get(languages.default()) else next(iter(self))

    def plain(self) -> "str | Languages":
        """Return the shortest form a definition writes: a string if only the default language is there.

        Languages stand in the order of the site: PostgreSQL keeps the keys of JSON in an order of its own.
        """
        if set(self) == {languages.default()}:
            return self[languages.default()]
        order = {language: place for place, language in enumerate(languages.offered())}
        return dict(sorted(self.items(), key=lambda pair: (order.get(pair[0], len(order)), pair[0])))

    def __str__(self) -> str:
        return self.in_language(languages.active())

    def __bool__(self) -> bool:
        return any(self.values())

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted(self.items())))
