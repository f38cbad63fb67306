"""Target tracking and the alarm on errors that stand in for AWS's, minute by minute."""
import pytest
from scaling import MEMORY, PROCESSOR, Alarm, Scaling

PACE = 6


def tracking(target=70, memory=None, **options):
    return Scaling(targets={PROCESSOR: target} | ({} if memory is None else {MEMORY: memory}), **options)


def minutes(scaling, use, desired, count, start=0, memory=0):
    """`use`, `memory`: % of each of `desired` tasks, for `count` minutes. Returns what was decided, and when."""
    decided = []
    for minute in range(start, start + count + 1):
        used = {f"task-{n}": minute * 60 / PACE * scaling.processors * use / 100 for n in range(desired)}
        wanted = scaling.step(minute * 60, used, dict.fromkeys(used, memory), desired, PACE)
        if wanted is not None:
            decided.append((minute, wanted))
    return decided


def test_three_minutes_over_the_target_scale_out_in_proportion():
    assert minutes(tracking(target=70), 140, 3, 3) == [(3, 6)]


def test_two_minutes_are_not_enough_and_without_a_policy_nothing_happens():
    assert minutes(tracking(target=70), 140, 3, 2) == []
    assert minutes(Scaling(), 140, 3, 10) == []


def test_never_more_than_the_most_nor_fewer_than_the_least():
    assert minutes(tracking(target=10), 100, 3, 3) == [(3, 9)]
    assert minutes(tracking(target=70), 1, 9, 15) == [(15, 3)]


def test_scale_in_takes_fifteen_minutes_well_below_the_target():
    assert minutes(tracking(target=70), 20, 9, 14) == []
    assert minutes(tracking(target=70), 65, 9, 30) == [], "a tenth below it at least"


def test_a_step_policy_scales_in_by_one_after_each_cool_down():
    assert minutes(tracking(target=70, in_step=1), 1, 9, 15) == [(15, 8)]
    scaling = tracking(target=70, in_step=1)
    assert [minute for minute, _ in minutes(scaling, 1, 9, 25)] == [15, 20, 25]


def test_cool_downs_hold_it():
    scaling = tracking(target=70, out_cooldown=300)
    assert minutes(scaling, 75, 3, 8) == [(3, 4), (8, 4)]


def test_scaling_that_is_suspended_does_nothing():
    assert minutes(tracking(in_suspended=True), 1, 9, 20) == []
    assert minutes(tracking(out_suspended=True), 100, 3, 20) == []


def test_a_task_that_is_new_counts_from_the_next_minute_on():
    scaling = tracking(target=70)
    scaling.step(0, {"a": 0}, {"a": 20}, 3, PACE)
    assert scaling.step(60, {"a": 0, "b": 1e6}, {"a": 20, "b": 40}, 3, PACE) is None
    assert scaling.figures == {PROCESSOR: [0], MEMORY: [30]}, "its memory is what it is"


def test_either_target_scales_out_and_the_higher_need_decides():
    assert minutes(tracking(70, memory=80), 10, 3, 3, memory=120) == [(3, 5)], "4.5 tasks, rounded up"
    assert minutes(tracking(70, memory=80), 140, 3, 3, memory=100) == [(3, 6)]
    assert minutes(tracking(70, memory=80), 80, 3, 3, memory=160) == [(3, 6)]
    assert minutes(tracking(70), 10, 3, 30, memory=100) == [], "without a policy memory is nobody's concern"


@pytest.mark.parametrize("use, memory", [(1, 75), (65, 1)])
def test_scale_in_waits_until_both_are_well_below(use, memory):
    assert minutes(tracking(70, memory=80), use, 9, 30, memory=memory) == []
    assert minutes(tracking(70, memory=80, in_step=1), 1, 9, 15, memory=71) == [(15, 8)]


def test_a_policy_that_is_put_again_judges_what_comes_from_then_on():
    scaling = tracking(70)
    assert minutes(scaling, 140, 3, 2) == []
    scaling.track(PROCESSOR, 70, 60)
    assert minutes(scaling, 140, 3, 2, start=2) == []


def alarms(*rates, requests=100):
    alarm, asked, failed, told = Alarm(), 0, 0, []
    alarm.step(0, 0, 0)
    for minute, rate in enumerate(rates, 1):
        asked, failed = asked + requests, failed + requests * rate // 100
        if alarm.step(60 * minute, asked, failed):
            told.append(minute)
    return told


def test_two_minutes_above_five_percent_are_an_alarm_told_once():
    assert alarms(6, 6, 6) == [2]
    assert alarms(6, 5, 6) == [], "five percent are not above it, and one minute is not two"
    assert alarms(6, 6, 0, 6, 6) == [2, 5]


def test_few_requests_are_no_alarm():
    assert alarms(100, 100, 100, requests=19) == []
