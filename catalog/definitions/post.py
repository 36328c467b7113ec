"""``posts.csv`` or ``posts/<code>.yaml``: who works where in which role. Passwords never stand in a definition."""

from collections.abc import Collection, Iterator
from typing import Annotated, Any

from pydantic import Field

from catalog.definitions.fields import Day
from catalog.models import Organisation, Post, ServicePoint
from catalog.staff import sync_groups
from configuration.code_references import CodeReference
from configuration.kinds import Claim, Complaint, Folder, Kind
from configuration.schema import Code, Definition, Ref
from portal.kit import clock
from portal.users.models import Role, User


class PostSpec(Definition):
    post: Code
    person: str = Field(min_length=1, max_length=50, description="the name on the badge")
    username: str = Field(pattern=r"^[\w.@+-]{1,150}$")
    email: str = Field(
        default="",
        max_length=254,
        pattern=r"^([^\s@,;<>]+@[^\s@,;<>]+)?$",
        description="where `invite --mail` sends a link to; the same in all posts of a person",
    )
    organisation: Annotated[Code, Ref("organisation")]
    role: Annotated[Code, Ref("role")]
    point: Annotated[Code, Ref("point")] | None = None
    badge: str = Field(default="", max_length=20)
    starts: Day = Field(alias="from")
    ends: Day | None = Field(default=None, alias="to")
    public: bool = Field(default=False, description="whether the public sees the person at the point (Art. 12)")


class PostKind(Kind[PostSpec]):
    name = "post"
    folder = "posts"
    order = 50
    schema = PostSpec
    csv = True
    says = (CodeReference("post", Post, "code"),)

    def title(self, spec: PostSpec) -> str:
        return spec.person

    def stored(self, codes: Collection[str] | None = None) -> Iterator[PostSpec]:
        posts = Post.objects.filter(retired_at=None).select_related("user", "organisation", "role", "point")
        for post in posts if codes is None else posts.filter(code__in=codes):
            yield PostSpec.model_validate(_keys(post))

    def unavailable_codes(self, codes: Collection[str]) -> set[str]:
        return set(Post.objects.filter(code__in=codes).values_list("code", flat=True))

    def save(self, spec: PostSpec) -> None:
        user, new = User.objects.get_or_create(username=spec.username)
        if new:
            user.set_unusable_password()
        old = Post.objects.filter(code=spec.post).first()
        user.display_name = spec.person
        if spec.email or old:
            user.email = spec.email
        user.save()
        Post.objects.update_or_create(
            code=spec.post,
            defaults={
                "user": user,
                "organisation": Organisation.objects.get(code=spec.organisation),
                "point": ServicePoint.objects.get(code=spec.point) if spec.point else None,
                "role": Role.objects.get(code=spec.role),
                "badge": spec.badge,
                "public": spec.public,
                "starts": spec.starts,
                "ends": spec.ends,
                "articles": spec.articles,
                "retired_at": None,
            },
        )
        sync_groups(user, *([old.user] if old and old.user != user else []))

    def retire(self, code: str) -> str:
        Post.objects.filter(code=code).update(retired_at=clock.now())
        sync_groups(Post.objects.get(code=code).user)
        return ""

    def check(self, spec: PostSpec, folder: Folder) -> Iterator[Complaint]:
        if spec.ends and spec.ends < spec.starts:
            yield Complaint(("to",), "D316", "the last day lies before the first")

    def claims(self, spec: PostSpec) -> Iterator[Claim]:
        message = f"'{spec.username}' is somebody else in the post '{{other}}'"
        remedy = "one person has one name; another person another username"
        yield Claim(spec.username, spec.person, Complaint(("person",), "D317", message, remedy))
        message = f"'{spec.username}' has another e-mail address in the post '{{other}}'"
        complaint = Complaint(("email",), "D317", message, "write the same address in all posts of a person")
        yield Claim(f"email of {spec.username}", spec.email, complaint)


def _keys(post: Post) -> dict[str, Any]:
    return {
        "post": post.code,
        "person": post.user.display_name or post.user.username,
        "username": post.user.username,
        "email": post.user.email,
        "organisation": post.organisation.code,
        "role": post.role.code,
        "point": post.point and post.point.code,
        "badge": post.badge,
        "from": post.starts,
        "to": post.ends,
        "public": post.public,
        "articles": post.articles,
    }
