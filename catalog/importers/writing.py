"""Judged rows are written in batches: new items, changed ones, and never over an edit made here."""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from tqdm import tqdm

from catalog.enums import TermList
from catalog.importers import item_fields, sources
from catalog.importers.departments import Register
from catalog.importers.journal import Journal, apply_to_draft, plain
from catalog.importers.judging import Judge, JudgedItem
from catalog.importers.list_mapping import said
from catalog.importers.mapping import Mapping
from catalog.importers.outcome import ImportRemark, Outcome, differing, shown
from catalog.importers.sources import SourceError, SourceRow
from catalog.models import ImportedItem, ServiceItem, Theme
from catalog.models.term_names import listed
from catalog.publication_rules import about_limits
from portal.kit import clock, indexing, published
from portal.kit.batches import begun, in_batches
from portal.kit.turns import in_turns
from portal.kit.words import Words

BATCH = 200
AT_ONCE = 100  # rows between two looks at the clock
TAKEN = ("name", "item_class", "task_type", "department", "topic")  # of each row; a row may state more
CODE_LENGTH = 80

Taken = dict[str, Any]


def import_items(
    *,
    path: Path,
    mapping: Mapping,
    dry_run: bool = False,
    quiet: bool = True,
    publish: bool = False,
    journal: Journal | None = None,
) -> Outcome:
    """Take the list at PATH into the catalogue, in short transactions; return counts and remarks.

    New items are drafts unless PUBLISH, or the mapping, says that they go live; one that breaks a rule stays a draft.

    JOURNAL collects what was changed, so that it can be undone. What is committed can be found and opened; lists and
    counts follow at the end. A second run of the same list changes nothing that is done.
    An item is known by scheme and official code. DRY_RUN writes nothing; not QUIET shows a progress bar on a terminal.
    Raises SourceError when the file cannot be read, before anything is written.
    """
    if not dry_run:
        sources.read_through(path, mapping.layout)
    run = _Run(mapping, journal or Journal(), dry_run=dry_run, publish=publish or mapping.defaults.published)
    rows = tqdm(sources.rows(path, mapping.layout, run.outcome.learn), unit=" rows", disable=True if quiet else None)
    in_turns(begun(in_batches(run.read(rows), AT_ONCE)), run.take, end=run.keep, dry_run=dry_run)
    run.finish()
    return run.outcome


class _Run:
    """One import: what was seen so far, and what was touched."""

    def __init__(self, mapping: Mapping, journal: Journal, *, dry_run: bool, publish: bool) -> None:
        self.mapping = mapping
        self.publish = publish
        self.journal = journal
        self.dry_run = dry_run
        _refuse_unknown_classes(mapping)
        self.judge = Judge(mapping)
        self.outcome = Outcome()
        self.themes = {theme.code: theme for theme in Theme.objects.filter(code__in=set(mapping.themes.values()))}
        self.seen: dict[str, str] = {}
        self.wanted: dict[str, set[str]] = {}
        self.touched: set[int] = set()
        self.stale: set[int] = set()

    @cached_property
    def register(self) -> Register:
        """The departments; their root may be made, so they are first asked for inside a transaction."""
        return Register(self.mapping.departments, self.journal, dry_run=self.dry_run)

    def read(self, rows: Iterable[SourceRow]) -> Iterator[JudgedItem]:
        """Yield what is to be taken of ROWS."""
        for row in rows:
            self.outcome.rows += 1
            found, remarks = self.judge.judge(row)
            self.outcome.remark(remarks)
            if found:
                yield found

    def keep(self) -> None:
        """End a transaction: what was written stands in the journal of the run."""
        self.journal.keep(self.outcome.rows)

    def take(self, batch: list[JudgedItem]) -> None:
        """Write BATCH; rows whose code was seen before add their theme and nothing else."""
        new = [found for found in batch if self._first(found)]
        known = self._known(new)
        fresh = [found for found in new if found.code not in known]
        old = [(found, known[found.code]) for found in new if found.code in known]
        for found in new:
            self.outcome.by_class[found.item_class] += 1
        self.register.prepare(new)
        self._create(fresh)
        self._change(old)
        if not self.dry_run:
            self._relate({found.code for found in batch if found.themes})
            indexing.add(ServiceItem, sorted(self.stale), along=["department"])
            self.touched |= self.stale
            self.stale.clear()

    def finish(self) -> None:
        """Let the public see it all; report the rows of earlier imports that this list has not."""
        if self.touched:
            published.bump()
        earlier = ImportedItem.objects.filter(source=self.mapping.mapping, item__retired_at=None)
        codes = earlier.values_list("item__code_raw", flat=True).iterator(BATCH)
        gone = sum(code not in self.seen for code in codes)
        if gone:
            what = _("%(number)s items of earlier imports are not in this list any more") % {"number": gone}
            self.outcome.remark([ImportRemark(0, "warned", what, _("left as they are"))])

    def _first(self, found: JudgedItem) -> bool:
        if found.themes:
            self.wanted.setdefault(found.code, set()).update(found.themes)
        if found.code not in self.seen:
            self.seen[found.code] = found.name
            return True
        name = self.seen[found.code]
        same = name == found.name
        what = _("the code of %(name)s again") if same else _("the code of %(name)s again for %(other)s")
        what %= {"name": shown(name), "other": shown(found.name)}
        verb, done = ("merged", _("its theme is added")) if same else ("refused", _("left out: one item a code"))
        self.outcome.remark([ImportRemark(found.number, verb, what, done)])
        return False

    def _known(self, batch: Iterable[JudgedItem]) -> dict[str, ServiceItem]:
        codes = [found.code for found in batch]
        items = ServiceItem.objects.filter(code_scheme=self.mapping.scheme, code_raw__in=codes)
        return {item.code_raw: item for item in items.select_related("imported", "department", "latest_revision")}

    def _create(self, batch: list[JudgedItem]) -> None:
        codes = self._own_codes(batch)
        items = [self._new(found, codes[found.code]) for found in batch]
        self.outcome.created += len(items)
        if self.dry_run:
            return
        ServiceItem.objects.bulk_create(items)
        self.journal.created(items)
        self._remember(zip(batch, items, strict=True))
        self.stale |= {item.pk for item in items}

    def _new(self, found: JudgedItem, code: str) -> ServiceItem:
        """Return the item that FOUND becomes; what the list does not state is unknown."""
        defaults = self.mapping.defaults
        stated = {"visits": None, "fee_charged": None, "audience": [audience.value for audience in defaults.audience]}
        item = ServiceItem(
            code=code,
            code_scheme=self.mapping.scheme,
            code_raw=found.code,
            offered_as=[mode.value for mode in defaults.offered_as],
            decided_at=defaults.decided_at,
            form=defaults.form or "",
            imported_from=self.mapping.mapping,
            **(stated | self._values(found)),
        )
        if self._breaks_limits(item):
            what = _("%(days)s promised days are longer than the law allows") % {"days": item.promised_days}
            self._warn(found, what, _("left open"))
            item.promised_days = None
            del found.stated["promised_days"]
        broken = list(item.findings()) if self.publish else []
        item.live = self.publish and not broken
        item.has_unpublished_changes = not item.live
        item.first_published_at = item.last_published_at = clock.now() if item.live else None
        for rule in broken:
            self._warn(found, str(rule.sentence), _("stays a draft"))
        return item

    def _breaks_limits(self, item: ServiceItem) -> bool:
        return any(about_limits(item.statutory_limit, item.statutory_unit, item.promised_days))

    def _warn(self, found: JudgedItem, what: str, done: str) -> None:
        self.outcome.remark([ImportRemark(found.number, "warned", what, done)])

    def _values(self, found: JudgedItem) -> dict[str, Any]:
        return {
            "name": self._said(found.name),
            "item_class": found.item_class,
            "task_type": found.task_type,
            "department": self.register.of(found.department),
            "topic": found.topic,
            **item_fields.typed(found.stated, owner=found.code, said=self._said),
        }

    def _said(self, text: str) -> Words:
        return said(text, self.mapping.language)

    def _own_codes(self, batch: list[JudgedItem]) -> dict[str, str]:
        """Return our codes by official code: the same in lower case where that is unique, else with a digest."""
        plain = {found.code: own_code(self.mapping.scheme, found.code) for found in batch}
        used = set(ServiceItem.objects.filter(code__in=plain.values()).values_list("code", flat=True))
        for raw, code in plain.items():
            if code in used:
                plain[raw] = own_code(self.mapping.scheme, raw, digest=True)
            used.add(plain[raw])
        return plain

    def _change(self, pairs: list[tuple[JudgedItem, ServiceItem]]) -> None:
        changed: list[ServiceItem] = []
        remember: list[tuple[JudgedItem, ServiceItem]] = []
        for found, item in pairs:
            last: ImportedItem | None = getattr(item, "imported", None)
            news = self._news(found, item, last)
            before = plain(item)
            for name, value in news.items():
                setattr(item, name, value)
            if news and self._may_stand(found, item):
                changed.append(item)
                if not self.dry_run:
                    self.journal.changed(item, before)
                    apply_to_draft(item, news)
            if last is None or last.taken != _taken(found) or last.raw != found.raw:
                remember.append((found, item))
        self.outcome.changed += len(changed)
        self.outcome.unchanged += len(pairs) - len(changed)
        if self.dry_run:
            return
        for item in changed:
            ServiceItem.sort_names().renew(item)
        ServiceItem.objects.bulk_update(changed, [*TAKEN, "sort_name", *item_fields.STATED])
        self._remember(remember)
        self.stale |= {item.pk for item in changed}

    def _may_stand(self, found: JudgedItem, item: ServiceItem) -> bool:
        """Return whether ITEM, changed by FOUND, breaks no rule: of the database, if it is live no other either."""
        broken = [rule for rule in item.findings() if item.live or rule.field == "promised_days"]
        for rule in broken:
            what = f"{item}: {rule.sentence}"
            self.outcome.remark([ImportRemark(found.number, "refused", what, _("stays as it is"))])
        return not broken

    def _news(self, found: JudgedItem, item: ServiceItem, last: ImportedItem | None) -> dict[str, Any]:
        """Return the fields that the list changes and nobody edited here; remark on those that stay."""
        news: dict[str, Any] = {}
        kept: list[str] = []
        now, values = _held(item, found), self._values(found)
        before = last.taken if last else {}
        for name, value in _taken(found).items():
            if now[name] == value or (last and before.get(name) == value):
                continue
            unit_of_news = name == "statutory_unit" and "statutory_limit" in news
            if now[name] == before.get(name) or now[name] in (None, "", []) or unit_of_news:
                news[name] = values[name]
            else:
                kept.append(differing(item, name, now[name], value))
        if kept:
            what = f"{shown(found.name)}: {'; '.join(kept)}"
            self.outcome.remark([ImportRemark(found.number, "kept", what, _("the edit stays"))])
        return news

    def _remember(self, pairs: Iterable[tuple[JudgedItem, ServiceItem]]) -> None:
        ImportedItem.objects.bulk_create(
            [
                ImportedItem(
                    item=item,
                    source=self.mapping.mapping,
                    taken=_taken(found),
                    raw=found.raw,
                    imported_at=clock.now(),
                )
                for found, item in pairs
            ],
            update_conflicts=True,
            unique_fields=["item"],
            update_fields=["source", "taken", "raw", "imported_at"],
        )

    def _relate(self, codes: Collection[str]) -> None:
        """Add the themes that the rows name to the items of CODES; themes that editors added stay."""
        link = ServiceItem.themes.through
        items = ServiceItem.objects.filter(code_scheme=self.mapping.scheme, code_raw__in=codes)
        wanted = {
            (pk, self.themes[theme].pk)
            for pk, raw in items.values_list("pk", "code_raw")
            for theme in self.wanted[raw]
            if theme in self.themes
        }
        there = link.objects.filter(serviceitem__in=[pk for pk, _theme in wanted])
        new = sorted(wanted - set(there.values_list("serviceitem_id", "theme_id")))
        link.objects.bulk_create([link(serviceitem_id=pk, theme_id=theme) for pk, theme in new], ignore_conflicts=True)
        self.stale |= {pk for pk, _theme in new}


def _refuse_unknown_classes(mapping: Mapping) -> None:
    """A class that no list of the site has would be shown as a bare code."""
    known = set(listed(TermList.CLASS))
    unknown = sorted(set(mapping.classes.values()) - known)
    if known and unknown:
        what = _("unknown class %(classes)s in the mapping: one of %(known)s")
        raise SourceError(what % {"classes": ", ".join(unknown), "known": ", ".join(sorted(known))})


def own_code(scheme: str, raw: str, *, digest: bool = False) -> str:
    """Return the code under which the item with the official code RAW has its address."""
    slug = re.sub("[^a-z0-9_-]+", "-", f"{scheme}-{raw.lower()}").strip("-")
    if not digest and len(slug) <= CODE_LENGTH:
        return slug
    tail = hashlib.sha256(raw.encode()).hexdigest()[:10]
    return f"{slug[: CODE_LENGTH - 11]}-{tail}"


def _taken(found: JudgedItem) -> Taken:
    """Return the values of a row, plain, as they are kept for the next comparison."""
    return {name: getattr(found, name) for name in TAKEN} | found.stated


def _held(item: ServiceItem, found: JudgedItem) -> Taken:
    """Return the values that ITEM holds now where FOUND states some, in the same plain form."""
    plain = {name: getattr(item, name) for name in TAKEN} | item_fields.held(item, found.stated)
    return plain | {"name": item.name.in_language(""), "department": item.department.name.in_language("")}
