"""Three small kinds on the tables of the kit, and a city that uses them."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from configuration.code_references import CodeReference
from configuration.kinds import Complaint, Kind
from configuration.models import SiteRecord
from configuration.schema import Code, Definition, Part, Ref, Said, Span
from portal.kit.words import Words


class Size(StrEnum):
    SMALL = "small"
    LARGE = "large"


class Opening(Part):
    days: str
    start: str = Field(alias="from")
    note: Said = Words()


class SiteSpec(Definition):
    site: Code
    name: Said
    demo: bool = False
    languages: list[str] = ["zh-hans"]


class ThemeSpec(Definition):
    theme: Code
    name: Said
    number: int = 0
    words: list[str] = []


class OfficeSpec(Definition):
    office: Code
    name: Said
    size: Size = Size.SMALL
    parent: Annotated[Code, Ref("office")] | None = None
    themes: list[Annotated[Code, Ref("theme")]] = []
    phone: str = ""
    answer: Span | None = None
    hours: list[Opening] = []

    @model_validator(mode="after")
    def _stands_alone(self) -> Self:
        if self.size == Size.LARGE and self.parent:
            raise ValueError("a large office stands below nothing")
        return self


class Toy(Kind):
    """Keeps its objects as rows of the site's table, under ``zz-<kind>-<code>``."""

    def _row(self, code: str) -> str:
        return f"zz-{self.name}-{code}"

    def stored(self, codes=None) -> Iterator[Definition]:
        for row in SiteRecord.objects.filter(code__startswith=self._row("")).order_by("code"):
            if codes is None or row.spec[self.name] in codes:
                yield self.schema.model_validate(row.spec)

    def save(self, spec) -> None:
        SiteRecord.objects.update_or_create(code=self._row(self.code(spec)), defaults={"spec": self.plain(spec)})

    def retire(self, code) -> str:
        SiteRecord.objects.filter(code=self._row(code)).delete()
        return ""

    def edit(self, code, **keys) -> None:
        """Do what an editor does in the admin."""
        row = SiteRecord.objects.get(code=self._row(code))
        row.spec |= keys
        row.save()

    def spec(self, code):
        return SiteRecord.objects.get(code=self._row(code)).spec


class ToySite(Toy):
    name, folder, order, schema = "site", "site.yaml", 0, SiteSpec

    def _row(self, code: str) -> str:
        return f"a-site-{code}"


class ToyTheme(Toy):
    name, folder, order, schema, csv = "theme", "themes", 20, ThemeSpec, True
    fixed = "children know it by heart"


class ToyOffice(Toy):
    name, folder, order, schema = "office", "offices", 30, OfficeSpec
    heading = "Offices"

    says = (CodeReference("office", SiteRecord, "spec", ("parent",)),)

    def rename(self, old, new) -> None:
        row = SiteRecord.objects.get(code=self._row(old))
        SiteRecord.objects.create(code=self._row(new), spec=row.spec | {"office": new})
        row.delete()
        super().rename(old, new)

    def check(self, spec, folder):
        if spec.phone == "12345":
            yield Complaint(("phone",), "D301", "the hotline is no office", "the office's own number")


CITY = {
    "site.yaml": "site: city\nname: {zh-hans: 城市, en: City}\nlanguages: [zh-hans, en]\n",
    "themes.csv": "theme,name,name.en,number,words\nbirth,出生,Birth,1,娃|宝宝\nwork,就业,,2,\n",
    "offices/centre.yaml": """\
# The centre, as the gazette of 2026 has it
office: centre
name: 中心  # short on purpose
size: large
themes: [birth, work]
hours:
  # mornings
  - {days: mon-fri, from: "09:00"}
  - {days: sat, from: "10:00", note: 预约}
""",
    "offices/north/branch.yaml": "office: branch\nname: 分中心\nparent: centre\nanswer: 3 working_days\n",
}


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write FILES into FOLDER and return it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def contents(folder: Path) -> dict[str, str]:
    """Return the files of FOLDER."""
    return {str(p.relative_to(folder)): p.read_bytes().decode() for p in folder.rglob("*") if p.is_file()}
