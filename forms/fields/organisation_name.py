"""The legal name of an organisation."""

from typing import Literal

from forms.fields.text import OneLine


class OrganisationName(OneLine):
    type: Literal["organisation_name"]

    attributes = {"autocomplete": "organization"}
