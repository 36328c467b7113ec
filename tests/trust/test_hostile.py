"""Empty, damaged and hostile requests to every address by an editor and by a superuser: no answer is a 5xx.

The short form sends each pattern one body, another one than to the next; with `MATRIX=all` it is all of them, and
hostile query strings.
"""

import pytest

from tests.city import city
from tests.trust import access, hostile
from tests.trust.bodies import Body, valid
from tests.trust.cast import SUPERUSER
from tests.trust.walking import drawn_simply, figures, number, walk

__all__ = ["city", "drawn_simply", "number", "walk"]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.usefixtures("drawn_simply"),
    # Wagtail and Pillow leave files of pictures to the collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

ACTORS = ("editor", SUPERUSER)


def requests(walk, target):
    """Yield what is sent to TARGET: a name, a method, an address and arguments of the client."""
    if access.FULL:
        body = valid(target, access.ask(walk.clients[SUPERUSER], "get", target.address).response)
        yield from ((name, "post", target.address, sent) for name, sent in hostile.posts(body))
        mark = "&" if "?" in target.address else "?"
        yield from ((query[:99], "get", f"{target.address}{mark}{query}", {}) for query in hostile.queries())
    else:
        posts = hostile.posts(Body())
        name, sent = posts[access.turn(target, len(posts))]
        yield name, "post", target.address, sent


def test_no_address_breaks(request, walk, number):
    broken, sent = [], 0
    with figures(request, "hostile requests") as noted:
        for target in access.one_a_pattern(walk.part(number)):
            for name, method, address, arguments in requests(walk, target):
                for actor in ACTORS:
                    answer = access.ask(walk.clients[actor], method, address, **arguments)
                    sent += 1
                    if answer.error:
                        broken.append(f"{target.route.template}\t{actor}\t{name}\t{answer.error}")
        noted |= {"requests": sent, "answers of 5xx": len(broken)}
    assert not broken, "\n".join(broken)
