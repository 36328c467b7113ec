from search.index.engines.breaker import FIRST, LONGEST, Breaker


class Clock:
    time = 100.0

    def __call__(self):
        return self.time


def test_all_pass_while_all_is_well():
    assert all(Breaker().lets_through() for _ in range(9))


def test_after_a_failure_one_tries_when_the_pause_is_over():
    clock = Clock()
    breaker = Breaker(clock)
    breaker.failed()
    assert not breaker.lets_through()
    clock.time += FIRST - 0.1
    assert not breaker.lets_through()
    clock.time += 0.1
    assert breaker.lets_through()
    assert not breaker.lets_through()
    breaker.answered()
    assert all(breaker.lets_through() for _ in range(3))


def test_pauses_grow_to_a_limit_and_begin_anew_after_an_answer():
    clock = Clock()
    breaker = Breaker(clock)
    pauses = []
    for _ in range(8):
        breaker.failed()
        began = clock.time
        while not breaker.lets_through():
            clock.time += 0.5
        pauses.append(clock.time - began)
    assert pauses[:3] == [FIRST, FIRST * 2, FIRST * 4]
    assert pauses[-1] == LONGEST
    breaker.answered()
    breaker.failed()
    clock.time += FIRST
    assert breaker.lets_through()
