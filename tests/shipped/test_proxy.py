"""What the rule's cases do not reach: who is named and how, which actor is the surest, and what is skipped."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

START = datetime.fromisoformat("2025-03-03T08:00:00+07:00")
NOW = "2025-03-31T08:00:00+07:00"


def record(number, **more):
    own = {
        "record_id": f"H14.36-250303-{number:04}",
        "channel": "online",
        "submitted_at": START + timedelta(minutes=number),
        "received_at": START + timedelta(days=1),
        "applicant_id": f"0040850{number:05}",
    }
    return own | more


def find(asked, rows, check="proxy_submission", **settings):
    judgement = asked(check, rows, NOW, **settings).judgement
    return replace(judgement, findings=tuple(one for one in judgement.findings if one.subject != "online"))


def test_nobody_can_be_read_from_a_finding(asked):
    rows = [
        record(
            n,
            account="nguyen.van.mau",
            applicant_phone="0912345678",
            applicant_name="Nông Thị Mẫu",
            applicant_address=f"số {n}",
        )
        for n in range(6)
    ]
    [found] = find(asked, rows).findings
    told = repr(found)
    assert found.subject.startswith("tk…au#")
    for secret in ("nguyen", "0912345678", "Nông", "0040850"):
        assert secret not in told


def test_the_same_account_is_the_same_subject_in_every_unit_and_spelling(asked):
    rows = [
        record(n, unit=unit, account=name) for unit, name in (("X1", "CB.Hoa "), ("X2", "cb.hoa")) for n in range(6)
    ]
    first, second = find(asked, rows).findings
    assert (first.unit, second.unit) == ("X1", "X2")
    assert first.subject == second.subject


def test_a_record_counts_once_under_the_surest_of_account_device_and_phone(asked):
    rows = [record(n, account="cb.hoa", device="may1", applicant_phone="0912345678") for n in range(6)]
    rows += [record(n, account=f"cd{n}", device="may1", applicant_phone="0912345678") for n in range(6, 11)]
    rows += [record(n, account=f"cd{n}", applicant_phone="0912345678") for n in range(11, 15)]
    findings = find(asked, rows).findings
    assert [(found.facts["kind"], found.count) for found in findings] == [("account", 6), ("device", 5), ("phone", 4)]
    assert len({key for found in findings for key in found.evidence}) == 15


def test_one_device_with_many_accounts_of_their_own_is_help_at_the_counter(asked):
    [found] = find(asked, [record(n, account=f"cd{n}", device="may1") for n in range(6)]).findings
    assert (found.template, found.facts["class"]) == ("assisted", "assisted")


def test_one_device_with_no_accounts_may_be_help_or_filing_on_behalf(asked):
    [found] = find(asked, [record(n, device="may1") for n in range(6)]).findings
    assert (found.template, found.facts["class"]) == ("unclear", "unclear")


def test_the_sentence_names_the_signals_it_rests_on(asked):
    [found] = find(asked, [record(n, account="cb.hoa") for n in range(16)]).findings
    assert found.facts["signals"] == "day, week, month, regular, hours"
    assert found.facts["signals_vi"].startswith("16 chủ hồ sơ trong một ngày, 16 chủ hồ sơ trong 7 ngày, ")
    assert found.facts["signals_en"].endswith("submitted minutes apart, submitted in working hours only")
    assert found.template == "suspected"


def test_what_cannot_be_judged_is_told_by_reason(asked):
    rows = [
        record(0, account="cd1"),
        record(1),
        record(2, applicant_id="000000001", account="cd2"),
        record(3, channel="counter"),
    ]
    judgement = find(asked, rows)
    assert judgement.judged == {"X1": 1}
    assert judgement.skipped == {"X1": {"submitter unknown": 1, "owner unknown": 1}}


def test_a_feed_without_submitters_makes_the_rule_blind(asked):
    answer = asked("proxy_submission", [record(n) for n in range(3)], NOW)
    assert {unit: blind.skipped for unit, blind in answer.blind.items()} == {"X1": {"submitter unknown": 3}}


def test_a_unit_without_online_records_is_not_blind(asked):
    assert asked("proxy_submission", [record(1, channel="counter")], NOW).blind == {}


def test_only_data_changes_an_answer(asked):
    staff = {
        "staff": [{"person_id": "1", "account": "cb.hoa", "to": datetime.fromisoformat("2025-05-01T00:00:00+07:00")}]
    }
    rows = [record(n, account="cb.hoa") for n in range(6)]
    assert asked("proxy_submission", rows, NOW, references=staff).next_change == {}


def test_records_without_a_moment_of_submission_use_that_of_receipt(asked):
    [found] = find(asked, [record(n, account="cb.hoa", submitted_at=None) for n in range(6)]).findings
    assert found.facts["in_day"] == 6


def test_across_units_only_groups_that_reach_enough_units_are_told(asked):
    rows = [record(n, unit=f"H14.{n % 3}", account="cb.hoa") for n in range(6)]
    [found] = find(asked, rows, "proxy_across_units", units_least=3).findings
    assert (found.unit, found.facts["units"], found.of, found.count) == ("", 3, 6, 6)
    assert find(asked, rows, "proxy_across_units", units_least=4).findings == ()


def test_a_unit_s_rate_without_staff_and_without_all(asked):
    staff = {"staff": [{"person_id": "1", "account": "cb.hoa"}]}
    rows = [record(n, account="cb.hoa") for n in range(5)] + [record(n, account="la") for n in range(5, 10)]
    rows += [record(10, channel="counter"), record(11, channel="counter")] + [
        record(n, account=f"cd{n}") for n in range(12, 20)
    ]
    answer = asked("proxy_submission", rows, NOW, references=staff)
    [rate] = [found for found in answer.judgement.findings if found.template == "rate"]
    assert (rate.count, rate.of, rate.facts["online"], rate.facts["received"]) == (10, 18, 18, 20)
    assert (rate.facts["reported"], rate.facts["high"], rate.facts["low"]) == (90.0, 65.0, 40.0)


def test_a_rate_whose_ends_are_one_figure_is_told_as_one(asked):
    staff = {"staff": [{"person_id": "1", "account": "cb.hoa"}]}
    rows = [record(n, account="cb.hoa") for n in range(5)] + [record(n, account=f"cd{n}") for n in range(5, 10)]
    found = asked("proxy_submission", rows, NOW, references=staff).judgement.findings
    [rate] = [one for one in found if one.subject == "online"]
    assert (rate.template, rate.facts["low"], rate.facts["high"]) == ("rate_one", 50.0, 50.0)


def test_a_desk_s_own_telephone_links_nobody_wherever_the_province_wrote_it_down(asked):
    rows = [record(n, applicant_phone="0912345678") for n in range(16)]
    assert [found.template for found in find(asked, rows).findings] == ["unclear"]
    contacts = {"units": [{"unit": "H14.36", "name": "Thục Phán", "contact": "Một cửa: 0912.345.678"}]}
    desk = {"staff": [{"person_id": str(n), "name": f"Cán bộ {n}", "phone": "0912345678"} for n in range(2)]}
    for lists in (contacts, desk):
        assert find(asked, rows, references=lists).findings == ()


def test_an_officer_who_pays_for_people_with_unknown_accounts_may_have_helped(asked):
    staff = {"staff": [{"person_id": "1", "name": "Lý Văn Mẫu", "unit": "H14.36"}]}
    rows = [record(n, payer="Lý Văn Mẫu") for n in range(6)]
    [found] = find(asked, rows, references=staff).findings
    assert (found.template, found.facts["class"], found.value) == ("unclear", "unclear", 0.0)


def test_two_who_bear_one_name_are_not_one_payer(asked):
    staff = {"staff": [{"person_id": "1", "name": "Lý Văn Mẫu", "unit": "H14.99"}]}
    [found] = find(asked, [record(n, payer="Lý Văn Mẫu") for n in range(6)], references=staff).findings
    assert found.facts["by_staff"] == 0


def test_what_staff_file_for_their_own_household_is_not_counted(asked):
    staff = {"staff": [{"person_id": "004085000001", "account": "cb.hoa"}]}
    home = {"account": "cb.hoa", "applicant_name": "Lý Thị Hoa", "applicant_address": "số 1"}
    rows = [record(1, **home), record(2, **home | {"applicant_name": "Lý Văn Con"})]
    rows += [record(n, account="cb.hoa", applicant_name=f"Lý {n}", applicant_address=f"số {n}") for n in range(3, 7)]
    [found] = find(asked, rows, references=staff).findings
    assert (found.count, found.facts["owners"]) == (4, 4)


def test_an_account_nearly_always_authorised_lacks_a_tick_only(asked):
    rows = [record(n, account="luat.su", authorised=n > 0) for n in range(9)]
    assert find(asked, rows).findings == ()


def test_a_record_without_an_account_belongs_to_the_one_hand_of_its_telephone(asked):
    rows = [record(n, account="cb.hoa" if n else None, applicant_phone="0912345678") for n in range(6)]
    [found] = find(asked, rows).findings
    assert (found.facts["kind"], found.count) == ("account", 6)


def test_one_who_alone_files_a_procedure_does_not_make_it_usual(asked):
    rows = [record(n, account="mg", procedure="1.000001") for n in range(40)]
    rows += [record(n, account=f"cd{n}", procedure="1.000002") for n in range(40, 60)]
    [found] = find(asked, rows).findings
    assert found.count == 40


def test_a_sync_that_overwrites_the_submission_says_nothing_of_working_hours(asked):
    rows = [record(n, account="cb.hoa", submitted_at=START + timedelta(days=1)) for n in range(6)]
    [found] = find(asked, rows).findings
    assert "hours" not in found.facts["signals"]


def test_without_accounts_one_who_pays_for_forty_and_is_staff_is_a_suspicion(asked):
    staff = {"staff": [{"person_id": "1", "name": "Lý Văn Mẫu", "unit": "H14.36"}]}
    rows = [record(n, payer="Lý Văn Mẫu", unit="H14.36") for n in range(40)]
    assert [found.template for found in find(asked, rows, references=staff).findings] == ["suspected"]
    assert [found.template for found in find(asked, rows[:39], references=staff).findings] == ["unclear"]
    assert [found.template for found in find(asked, rows).findings] == ["unclear"]


def test_without_accounts_a_payer_who_keeps_to_one_officer_of_several_is_a_suspicion(asked):
    others = [record(100 + n, receiver=f"cb{n % 4}", applicant_phone=f"09{n:08}") for n in range(80)]
    faithful = [record(n, payer="ai đó", receiver="cb0") for n in range(40)]
    spread = [record(n, payer="ai đó", receiver=f"cb{n % 4}") for n in range(40)]
    assert [found.template for found in find(asked, faithful + others).findings] == ["suspected"]
    assert [found.template for found in find(asked, spread + others).findings] == ["unclear"]


def test_without_accounts_an_officer_s_phone_tells_where_it_is_on_a_third_of_the_desk(asked):
    staff = {"staff": [{"person_id": "1", "name": "Lý Văn Mẫu", "phone": "0912345678", "unit": "H14.36"}]}
    rows = [record(n, applicant_phone="0912345678", receiver="cb0") for n in range(12)]
    others = [record(100 + n, receiver="cb0", applicant_phone=f"09{n:08}") for n in range(60)]
    for beside, template in ((24, "suspected"), (60, "unclear")):
        found = find(asked, rows + others[:beside], references=staff).findings
        assert [one.template for one in found] == [template]


def test_who_pays_for_oneself_and_branches_of_one_enterprise_are_no_crowd(asked):
    selves = [record(n, applicant_name="Lê Sơn", payer="Lê Sơn") for n in range(6)]
    branches = [record(n, account="cd1", applicant_id=f"4800123456-{n:03}") for n in range(10, 16)]
    assert find(asked, selves).findings == ()
    assert find(asked, branches).findings == ()


def test_an_officer_s_spouse_at_one_address_and_an_office_for_itself_are_not_counted(asked):
    staff = {"staff": [{"person_id": "004085000001", "name": "Lý Thị Hoa", "unit": "H14.36"}]}
    home = {"account": "a81f", "applicant_address": "số 1", "unit": "H14.36"}
    rows = [record(1, **home, applicant_name="Lý Thị Hoa"), record(2, **home, applicant_name="Bế Văn Chồng")]
    rows += [record(3, account="a81f", unit="H14.36", applicant_name="Ủy ban nhân dân xã Mẫu")]
    others = [home | {"applicant_name": f"Hà {n}", "applicant_address": f"số {n}"} for n in range(4, 9)]
    rows += [record(n, **other) for n, other in enumerate(others, 4)]
    [found] = find(asked, rows, references=staff).findings
    assert (found.count, found.facts["owners"]) == (5, 5)


def test_who_pays_for_people_with_phones_of_their_own_need_not_have_filed(asked):
    def of(phone):
        paid = {"payer": "Lý Thị Mẫu", "receiver": "cb.motcua01"}
        rows = [
            record(n, unit="X1", applicant_phone=phone(n), applicant_name=f"Nông Văn {n}", **paid) for n in range(45)
        ]
        rest = {"receiver": "cb.motcua02", "applicant_phone": "0987654321", "account": "cd"}
        rows += [record(n, unit="X1", **{**rest, "account": f"cd{n}"}) for n in range(45, 60)]
        staff = [{"unit": "X1", "name": "Lý Thị Mẫu", "class": "officer"}]
        return [found for found in find(asked, rows, references={"staff": staff}).findings if "nt" in found.subject]

    [helped] = of(lambda n: f"09123456{n:02}")
    [filed] = of(lambda _: None)
    assert (helped.template, helped.count, filed.template, filed.count) == ("unclear", 45, "suspected", 45)


def test_the_one_likely_household_of_a_holder_whom_nothing_names_is_not_asked_about(asked):
    rows = [record(n, account="cb.hoa", applicant_address=f"số {n}, xóm 2") for n in range(8)]
    home = {"account": "cb.hoa", "applicant_address": "số 9, xóm 2"}
    rows += [record(n, **home, submitted_at=START + timedelta(days=n)) for n in (8, 9, 10)]
    [found] = find(asked, rows).findings
    assert (found.count, found.facts["owners"]) == (8, 8)
    rows[8] |= {"account": "cd8"}  # another account files for that home too: it is no holder's own
    [found] = find(asked, rows).findings
    assert found.count == 10
