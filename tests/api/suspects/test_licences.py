"""Licences, exemptions and delegations of the suspects: what was done without one."""

from datetime import date, timedelta

from api.simulation.plan import Month
from api.simulation.shanghai import day_of, worked_day_after
from api.simulation.suspects.licences import SUSPENDED
from tests.api.suspects.lives import TUESDAY, Lives, lawful, licences_of, moment, of_rule, only


def test_a_receiver_without_licence_has_none_that_is_in_force_and_covers_the_load(planned: Month, lives: Lives):
    causes = set()
    for each in of_rule(planned, "receiver_unlicensed"):
        if each.subject.startswith("licence:"):
            continue
        issued = only(lives, each.subject, "manifest.issued")["data"]
        left = moment(only(lives, each.subject, "manifest.collected"))
        held = licences_of(lives, issued["receiver"])
        if not held:
            causes.add("none")
            continue
        (granted,) = held
        suspended = [moment(e) for e in lives[granted["subject"]].get("licence.suspended", ())]
        if any(when < left for when in suspended):
            causes.add("suspended")
        elif granted["data"]["valid_until"] < str(day_of(left)):
            causes.add("expired")
        else:
            category = f"HW{issued['lines'][0]['waste_code'][-2:]}"
            assert category not in granted["data"]["waste_codes"]
            causes.add("other code")
        assert each.severity == "serious"
    assert causes == {"none", "expired", "suspended", "other code"}


def test_a_licence_that_is_too_small_took_more_than_it_allows(planned: Month, lives: Lives):
    (each,) = [e for e in of_rule(planned, "receiver_unlicensed") if e.subject.startswith("licence:")]
    granted = only(lives, each.subject, "licence.granted")["data"]
    taken = sum(
        part["mass_kg"]
        for life in lives.values()
        for e in life.get("manifest.received", ())
        if e["source"].split(":")[2] in granted["holder"]
        for part in e["data"]["accepted"]
    )
    assert granted["capacity_t_per_year"] * 1000 < taken
    assert (each.key, each.severity) == (f"{TUESDAY.year}", "warning")


def test_a_load_before_the_suspension_is_lawful(planned: Month, lives: Lives):
    suspended = [
        e
        for life in lives.values()
        for e in life.get("licence.suspended", ())
        if e["data"]["establishment"] == SUSPENDED.establishment
    ]
    (stopped,) = suspended
    earlier = [
        manifest
        for manifest in lawful(planned, "receiver_unlicensed")
        if manifest.startswith("manifest:")
        and only(lives, manifest, "manifest.issued")["data"]["to_establishment"] == stopped["data"]["establishment"]
    ]
    assert len(earlier) == 1
    assert moment(only(lives, earlier[0], "manifest.collected")) < moment(stopped)


def test_a_licence_about_to_end_ends_within_thirty_working_days_and_a_renewed_one_later(planned: Month, lives: Lives):
    latest = worked_day_after(TUESDAY, 25)
    ending = {each.subject for each in of_rule(planned, "licence_expiring")}
    assert len(ending) == 2
    for licence in ending:
        ends = date.fromisoformat(only(lives, licence, "licence.granted")["data"]["valid_until"])
        assert day_of(TUESDAY) <= ends <= latest
    (renewed,) = lawful(planned, "licence_expiring")
    assert only(lives, renewed, "licence.granted")["data"]["valid_until"] <= str(latest)
    assert only(lives, renewed, "licence.changed")["data"]["valid_until"] > str(latest)


def test_an_exemption_without_evidence_was_used(planned: Month, lives: Lives):
    used = {
        e["data"]["exemption"]: moment(e)
        for life in lives.values()
        for e in life.get("manifest.issued", ())
        if "exemption" in e["data"]
    }
    unproven = {each.subject: each for each in of_rule(planned, "exemption_unproven")}
    for exemption, when in used.items():
        claim = only(lives, exemption, "exemption.claimed")["data"]
        assert ("evidence" in claim) != (exemption in unproven)
        if exemption in unproven:
            assert unproven[exemption].due > when + timedelta(days=5)


def test_a_collector_speaks_after_the_end_of_a_delegation_only_where_it_is_injected(planned: Month, lives: Lives):
    for each in of_rule(planned, "delegation_lapsed"):
        ended = moment(only(lives, each.subject, "delegation.ended"))
        grantor = each.subject.partition(":")[2][:18]
        said = [e for life in lives.values() for es in life.values() for e in es if e.get("onbehalfof") == grantor]
        after = [e for e in said if moment(e) > ended]
        assert after
        assert {str(day_of(moment(e))) for e in after} == {each.key}
        before = {e["subject"] for e in said if moment(e) < ended}
        assert before <= lawful(planned, "delegation_lapsed")
