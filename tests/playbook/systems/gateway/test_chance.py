from __future__ import annotations

from playbook.systems.gateway.chance import Chance


def drawn(seed: int, count: int = 5, start: int = 0) -> list[float]:
    chance = Chance(seed)
    chance.drawn = start
    return [chance.draw() for _ in range(count)]


def test_the_same_seed_draws_the_same_numbers():
    assert drawn(7) == drawn(7) != drawn(8)


def test_seeds_of_any_size_have_their_own_numbers():
    assert len({drawn(seed)[0] for seed in (0, -1, 1, 10**300, 10**300 + 1)}) == 5


def test_going_back_in_the_count_draws_the_same_again():
    assert drawn(7, 8)[3:] == drawn(7, 5, start=3)


def test_numbers_are_spread_evenly_between_0_and_1():
    numbers = drawn(1, 10_000)
    tenths = [sum(tenth <= 10 * number < tenth + 1 for number in numbers) for tenth in range(10)]
    assert 900 < min(tenths) <= max(tenths) < 1_100
    assert 0 < min(numbers) < max(numbers) < 1
