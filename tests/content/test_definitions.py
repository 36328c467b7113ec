import pytest
from wagtail.models import Page, Site

from configuration.kinds import Kind
from content.definitions import PageSpec
from portal.kit import languages, published
from tests.content.conftest import launch

ONE_OF_EVERYTHING = {
    "page": "help",
    "parent": "home",
    "slug": "get-help",
    "title": {"zh-hans": "帮助", "en": "Help"},
    "intro": {"zh-hans": "一句话"},
    "organisation": "office",
    "reviewed_on": "2026-11-20",
    "articles": ["38"],
    "body": {
        "zh-hans": [
            {"heading": "怎么办"},
            {"text": "## 先\n\n- 打电话\n- **免费**"},
            {"notice": "带身份证"},
            {"quote": "一次告知", "source": "规则"},
            {"items": ["card"], "title": "大家常办"},
            {"theme": "money"},
            {"numbers": ["office"]},
            {"points": ["centre"]},
            {"channels": "怎么找到我们"},
            {"terms": "content", "title": "我们能做什么"},
            {"terms": "form"},
        ],
        "en": [{"text": "Call us."}],
    },
}
RULE = {
    "page": "rules",
    "type": "rule",
    "parent": "home",
    "title": "规则",
    "rule": {"issuer": "办公室", "issued_on": "2022-12-02", "interpreter": "办公室", "note": "以法律为准"},
    "body": [{"chapter": "第一章 总则"}, {"article": "1", "label": "第一条", "text": "制定本规则。\n（一）第二行"}],
}
SITE_MAP = {"page": "site-map", "type": "index", "parent": "home", "title": "网站地图"}


def complaints(pages, spec, *others):
    class Folder:
        def all(self, kind):
            return {each["page"]: PageSpec.model_validate(each) for each in (spec, *others)}

        def get(self, kind, code):
            return self.all(kind).get(code)

    return {found.code for found in pages.kind.check(PageSpec.model_validate(spec), Folder())}


@pytest.mark.parametrize("spec", [ONE_OF_EVERYTHING, RULE, SITE_MAP], ids=["text", "rule", "index"])
def test_a_page_is_read_back_as_it_was_written(pages, spec):
    written = pages.write(**spec)
    assert pages.kind.plain(pages.stored()[spec["page"]]) == pages.kind.plain(written)


def test_saving_the_same_again_makes_no_second_page(pages):
    pages.write(**ONE_OF_EVERYTHING)
    before = Page.objects.count()
    pages.write(**ONE_OF_EVERYTHING)
    assert Page.objects.count() == before


def test_a_change_is_one_revision(pages):
    pages.write(**SITE_MAP)
    pages.write(**SITE_MAP | {"title": "地图"})
    assert Page.objects.get(slug="site-map").revisions.count() == 2


def test_the_home_page_takes_the_place_of_the_welcome_page(pages):
    assert Site.objects.get().root_page.title == "首页"
    assert not Page.objects.filter(title__startswith="Welcome").exists()


def test_a_retired_page_is_not_stored_and_comes_back(pages):
    pages.write(**SITE_MAP)
    pages.kind.retire("site-map")
    assert "site-map" not in pages.stored()
    pages.write(**SITE_MAP)
    assert "site-map" in pages.stored()


def test_a_language_that_is_taken_away_is_unpublished(pages):
    pages.write(**ONE_OF_EVERYTHING)
    pages.write(**ONE_OF_EVERYTHING | {"title": "帮助", "body": []})
    assert set(pages.stored()["help"].title) == {"zh-hans"}


def test_a_renamed_page_keeps_its_tree(pages):
    pages.write(**ONE_OF_EVERYTHING)
    pages.kind.rename("help", "support")
    assert pages.stored()["support"].slug == "get-help"


def test_a_page_moves_below_another(pages):
    pages.write(**ONE_OF_EVERYTHING)
    pages.write(page="deep", parent="home", title="深")
    pages.write(page="deep", parent="help", title="深")
    assert pages.stored()["deep"].parent == "help"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"parent": None}, "D362"),
        ({"title": {"en": "Help"}}, "D365"),
        ({"title": {"zh-hans": "帮助", "fr": "Aide"}}, "D366"),
        ({"intro": {"zh-hans": "一", "fr": "un"}}, "D367"),
        ({"rule": {"issuer": "办公室"}}, "D368"),
        ({"body": [{"vow": "首问", "text": "负责"}]}, "D369"),
        ({"body": [{"text": "[点这里](javascript:x)"}]}, "D371"),
        ({"body": [{"text": "[打电话](tel:13900001)"}]}, "D371"),
        ({"type": "home"}, "D360"),
    ],
)
def test_a_mistake_is_explained(pages, change, code):
    assert code in complaints(pages, ONE_OF_EVERYTHING | change)


def test_a_parent_without_the_language_is_explained(pages):
    spec = ONE_OF_EVERYTHING | {"parent": "up"}
    assert "D364" in complaints(pages, spec, {"page": "up", "parent": "home", "title": "上"})


@pytest.mark.parametrize(
    "block",
    [{}, {"heading": "一", "text": "二"}, {"article": "1", "text": "无名"}, {"vow": "空"}, {"title": "只有标题"}],
)
def test_a_block_that_is_not_one_block_is_refused(pages, block):
    with pytest.raises(ValueError, match=r"block|belong|needs"):
        PageSpec.model_validate(ONE_OF_EVERYTHING | {"body": [block]})


def test_the_default_language_is_written_as_a_plain_list(db):
    launch("zh-hans", "en")
    with languages.reading(["zh-hans", "en"]):
        plain = Kind.plain(None, PageSpec.model_validate(RULE))
    assert plain["body"][0] == {"chapter": "第一章 总则"}


def _bumps(monkeypatch):
    counted = []
    monkeypatch.setattr(published, "bump", lambda: counted.append(1))
    return counted


def test_publishing_makes_what_the_public_sees_fresh(pages, monkeypatch):
    pages.write(**SITE_MAP)
    page = Page.objects.get(slug="site-map").specific
    revision = page.save_revision()
    bumps = _bumps(monkeypatch)
    revision.publish()
    assert bumps


def test_unpublishing_makes_what_the_public_sees_fresh(pages, monkeypatch):
    pages.write(**SITE_MAP)
    bumps = _bumps(monkeypatch)
    Page.objects.get(slug="site-map").specific.unpublish()
    assert bumps


def test_saving_a_draft_leaves_what_the_public_sees_alone(pages, monkeypatch):
    pages.write(**SITE_MAP)
    page = Page.objects.get(slug="site-map").specific
    bumps = _bumps(monkeypatch)
    page.save_revision()
    assert not bumps
