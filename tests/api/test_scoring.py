"""How flags are held against the truth: each once, by rule, subject and the rest of the key."""

from datetime import UTC, datetime

from api.simulation.scoring import Figures, Flag, score
from api.simulation.truth import Injected, Lawful, Severity

DUE = datetime(2026, 11, 3, 4, 0, tzinfo=UTC)
SINCE = "2026-11-03T04:00:00.000000Z"
PLANT = "91310115MA1DE00013"
PLACE = f"establishment:{PLANT}001P"


def wrong(subject: str, rule: str = "container_lost", severity: Severity | None = None, **more: object) -> Injected:
    return Injected(rule, subject, DUE, "盘点时不在", severity=severity)._replace(**more)


def flag(subject: str, rule: str = "container_lost", severity: str = "serious", **more: object) -> Flag:
    return Flag(rule, subject, SINCE, severity)._replace(**more)


def test_what_is_found_missed_and_flagged_for_nothing_is_counted_and_told():
    scored = score(
        [wrong("container:A.1"), wrong("container:A.2")], [], [flag("container:A.1"), flag("container:A.3")]
    )
    assert scored.by_rule == {"container_lost": Figures(2, 2, 1, 0)}
    assert (scored.total.precision, scored.total.recall) == (0.5, 0.5)
    assert scored.misses == ["container_lost container:A.2: 盘点时不在"]
    assert scored.false_alarms == ["container_lost container:A.3: 没有埋入"]


def test_a_rule_of_which_nothing_was_seen_has_figures_and_no_rates():
    scored = score([], [], [], rules=["container_lost"])
    assert scored.by_rule == {"container_lost": Figures(0, 0, 0, 0)}
    assert scored.total.precision is scored.total.recall is None
    assert score([], [], []).total == Figures(0, 0, 0, 0)


def test_a_flag_of_another_rule_finds_nothing():
    scored = score([wrong("container:A.1")], [], [flag("container:A.1", rule="container_weight_drift")])
    assert scored.by_rule["container_lost"] == Figures(1, 0, 0, 0)
    assert scored.by_rule["container_weight_drift"] == Figures(0, 1, 0, 0)


def test_two_flags_for_one_irregularity_are_one_too_many():
    scored = score([wrong("container:A.1")], [], [flag("container:A.1")] * 2)
    assert scored.total == Figures(1, 2, 1, 0)
    assert len(scored.false_alarms) == 1


def test_what_looks_wrong_and_is_not_is_told_with_the_reason():
    lawful = [Lawful("container_lost", "container:A.1", "当日移库，次日入库")]
    assert score([], lawful, [flag("container:A.1")]).false_alarms == [
        "container_lost container:A.1: 当日移库，次日入库"
    ]


def test_a_cleared_flag_counts_in_neither_and_nor_does_what_it_was_about():
    scored = score([wrong("container:A.1")], [], [flag("container:A.1", cleared=True)])
    assert scored.total == Figures(0, 0, 0, 1)
    assert scored.misses == scored.false_alarms == []


def test_what_was_cleared_may_be_flagged_no_more():
    cleared = [wrong("container:A.1", cleared=True)]
    assert score(cleared, [], []).total == Figures(0, 0, 0, 0)
    assert score(cleared, [], [flag("container:A.1", cleared=True)]).total == Figures(0, 0, 0, 1)
    still = score(cleared, [], [flag("container:A.1")])
    assert still.total == Figures(0, 1, 0, 0)
    assert still.false_alarms == ["container_lost container:A.1: 已消除：盘点时不在"]


def test_another_severity_is_found_and_told():
    scored = score([wrong("container:A.1", severity="serious")], [], [flag("container:A.1", severity="notice")])
    assert scored.total.true_positive == 1
    assert scored.other_severity == ["container_lost container:A.1: notice, not serious"]
    assert score([wrong("container:A.1")], [], [flag("container:A.1", severity="notice")]).other_severity == []


def test_flags_of_one_subject_are_told_apart_by_the_rest_of_the_key():
    rule = "five_immediates_late"
    days = [wrong(PLACE, rule, key=f"2026-11-0{day} {step}") for day, step in ((3, "weighed"), (3, "labelled"))]
    seen = [flag(PLACE, rule, cause="labelled on 2026-11-03"), flag(PLACE, rule, cause="2026-11-04 labelled")]
    scored = score(days, [], seen)
    assert scored.total == Figures(2, 2, 1, 0)
    assert scored.misses == [f"{rule} {PLACE} [2026-11-03 weighed]: 盘点时不在"]
    assert scored.false_alarms == [f"{rule} {PLACE} [2026-11-04 labelled]: 没有埋入"]


def test_a_flag_whose_cause_tells_no_day_fits_any():
    rule = "declaration_overdue"
    assert score([wrong(PLACE, rule, key="2026-10")], [], [flag(PLACE, rule)]).total.true_positive == 1
    other = score([wrong(PLACE, rule, key="2026-10")], [], [flag(PLACE, rule, cause="2026-09")])
    assert other.total.true_positive == 0


def test_what_the_cause_names_is_the_subject_too_and_not_what_only_begins_like_it():
    named = flag("label:91", "label_reused", cause="container:A.1 container:A.12")
    assert score([wrong("container:A.12", "label_reused")], [], [named]).total.true_positive == 1
    assert score([wrong("container:A.2", "label_reused")], [], [named]).total.true_positive == 0
    longer = flag("label:91", "label_reused", cause="container:A.12")
    assert score([wrong("container:A.1", "label_reused")], [], [longer]).total.true_positive == 0


def test_a_source_is_no_subject_so_its_organisation_tells():
    late = [wrong(f"device:{PLANT}.scale-01", "stated_late", key="2026-11-03")]
    seen = flag(PLACE, "stated_late", cause=f"urn:uscc:{PLANT}:scale-01 2026-11-03")
    assert score(late, [], [seen]).total.true_positive == 1
    assert score(late, [], [seen._replace(subject="establishment:91310115MA1DE0003X001P")]).total.true_positive == 0
    assert score(late, [], [seen._replace(cause="2026-11-04")]).total.true_positive == 0
