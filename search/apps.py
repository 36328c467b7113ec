"""Search over items, points, numbers and pages. Imports content and catalog; never cases."""

from django.apps import AppConfig

VERBS = ("view", "add", "change", "delete")
WORDS = (
    "wagtailadmin.access_admin",
    *(f"search.{verb}_{model}" for model in ("synonymgroup", "stopwords") for verb in VERBS),
    *(f"wagtailsearchpromotions.{verb}_searchpromotion" for verb in VERBS[1:]),
)


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        from wagtail.contrib.search_promotions.models import SearchPromotion
        from wagtail.permissions import register_permission_policy

        from catalog.policies import SharedPolicy
        from configuration.kinds import register
        from portal.kit import indexing, periodic, web_jobs
        from portal.users import grants
        from portal.users.grants import Grant
        from search import definitions, query_log
        from search.index import documents
        from search.index.engines import outside
        from search.models import StopWords, SynonymGroup

        indexing.listen(documents.update_documents)
        for kind in definitions.kinds():
            register(kind)
        periodic.register("tell the search server", outside.catch_up)
        web_jobs.register("write what was searched", query_log.flush)
        grants.register(Grant("search.edit", WORDS))
        for model in (SearchPromotion, StopWords, SynonymGroup):
            # For the exact class: Wagtail registers a policy of its own for promoted results later.
            register_permission_policy(model, SharedPolicy(model, "search.edit"), exact_class=True)
