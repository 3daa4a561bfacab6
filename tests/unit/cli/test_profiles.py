from commanded import run, written


def test_all_profiles_are_listed_with_what_they_set_otherwise(tmp_path):
    own = '[profiles.house]\nbased_on = "stripe"\npaused = "counted"\n'
    chosen = '[revenue]\nprofile = "house"\nrounding = "four_places"\n'
    written(tmp_path, {"bookload.toml": chosen + own})

    listed = run("profiles", "--workspace", str(tmp_path))
    found = run("profiles", "--workspace", str(tmp_path), "--json").json

    assert "own, on stripe" in listed.out
    assert "This workspace counts under house, with rounding = four_places." in " ".join(listed.out.split())
    assert (found["profile"], found["set_beside"]) == ("house", {"rounding": "four_places"})
    assert found["profiles"][0]["name"] == "bookload"


def test_one_profile_is_shown_with_the_page_that_says_so(tmp_path):
    shown = run("profiles", "stripe", "--workspace", str(tmp_path))
    found = run("profiles", "stripe", "--workspace", str(tmp_path), "--json").json

    assert "docs.stripe.com" in shown.out
    assert "discounts = endless" in shown.out
    assert "not published · looked for" in shown.out
    (profile,) = found["profiles"]
    assert {row["switch"]: row["value"] for row in profile["switches"]}["churn_date"] == "cancellation"


def test_an_own_profile_is_shown_with_what_it_is_based_on(tmp_path):
    written(tmp_path, {"bookload.toml": '[profiles.house]\nbased_on = "stripe"\ntrials = "counted"\n'})

    shown = run("profiles", "house", "--workspace", str(tmp_path))

    assert shown.out.startswith("house, based on stripe")
    assert "Set in [profiles.house]." in shown.out


def test_an_unknown_profile_says_which_there_are(tmp_path):
    ran = run("profiles", "strype", "--workspace", str(tmp_path))

    assert (ran.code, "did you mean 'stripe'" in ran.err) == (2, True)
