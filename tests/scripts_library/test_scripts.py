"""The scripts: complete in both languages, allowed to leave, and a shop's own checked before they take their place."""

from pathlib import Path

import pytest

from bot.compliance import Sent, lint
from bot.vocabulary import Category, Channel, Manner, Outlet, Purpose
from handlers.outgoing.lint_scripts import SAMPLE, outlet_of, script_faults
from scripts_library.scripts import VARIABLES, Script, ScriptsFaulty, asked_for, render, scripts
from scripts_library.wording import LOCALES, Wording

ALL = [(locale, script) for locale in LOCALES for script in scripts(locale).values()]
CONTACTS = [f"contact.{one}.{channel}.{manner}" for one in Category for channel in Channel for manner in Manner]
SAY = Wording("zh_CN")


def _named(one: object) -> str:
    return one.key if isinstance(one, Script) else str(one)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_category_has_its_script_for_every_channel_and_manner(locale: str) -> None:
    assert set(CONTACTS) <= set(scripts(locale))
    assert {f"public_reply.{one}" for one in Category} <= set(scripts(locale))


def test_both_languages_have_the_same_scripts_with_the_same_variables() -> None:
    chinese, english = scripts("zh_CN"), scripts("en")

    assert set(chinese) == set(english)
    assert {key for key in chinese if asked_for(chinese[key]) - {"product", "words", "when"}
            != asked_for(english[key]) - {"product", "words", "when"}} == set()  # fmt: skip


@pytest.mark.parametrize(("locale", "script"), ALL, ids=_named)
def test_every_script_may_leave_and_reads_whole(locale: str, script: Script) -> None:
    text = render(script, SAMPLE[locale])

    assert lint(text, Sent(outlet_of(script), _purpose(script))).findings == ()
    assert "{{" not in text
    assert asked_for(script) <= VARIABLES[script.purpose]


@pytest.mark.parametrize(("locale", "script"), ALL, ids=_named)
def test_no_script_admits_liability_where_somebody_came_to_harm(locale: str, script: Script) -> None:
    found = lint(render(script, SAMPLE[locale]), Sent(outlet_of(script), _purpose(script), in_safety=True)).findings

    assert "admits_liability" not in {one.rule for one in found}


def test_a_public_reply_has_no_hole_for_anything_about_a_person() -> None:
    assert VARIABLES["public_reply"] == {"shop", "improvement", "done"}


def _purpose(script: Script) -> Purpose:
    return Purpose.CONTACT if script.purpose == "care" else Purpose(script.purpose)


def _own(folder: Path, text: str, *, key: str = "contact.logistics.sms.brisk", locale: str = "zh_CN") -> Path:
    (folder / locale).mkdir(parents=True, exist_ok=True)
    told = f"# ours\n\n[[script]]\nkey = \"{key}\"\nversion = 7\ntext = '''{text}'''\n"
    (folder / locale / "own.toml").write_text(told, encoding="utf-8")
    return folder


def test_a_shop_may_use_its_own_words(tmp_path: Path) -> None:
    _own(tmp_path, "{{ shop }}{{ agent }}:快递在追。{{ slot }}")

    script = scripts("zh_CN", tmp_path)["contact.logistics.sms.brisk"]

    assert (script.version, script.text) == (7, "{{ shop }}{{ agent }}:快递在追。{{ slot }}")
    assert script.origin.endswith("own.toml")
    ours = scripts("zh_CN", tmp_path)["contact.logistics.sms.sincere"]
    assert not ours.origin.endswith("own.toml")
    assert list(script_faults(tmp_path, SAY)) == []


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("您好\n{{ custmer }}{{ slot }}", 6, "custmer"),
        ("您好\n{{ slot }}\n{% for one in shop %}x{% endfor %}", 8, "nothing else"),
        ("{{ slot }}{{ 'x' * 9999999999 }}", 6, "nothing else"),
        ("{{ slot }}{{ shop.__class__ }}", 6, "nothing else"),
        ("{{ slot }}{% include '/etc/passwd' %}", 6, "nothing else"),
        ("{{ slot ", 6, "contact.logistics.sms.brisk"),
        ("没有给自己写的话", 6, "slot"),
    ],
)
def test_a_faulty_script_is_named_with_file_and_line(tmp_path: Path, text: str, line: int, what: str) -> None:
    _own(tmp_path, text)

    with pytest.raises(ScriptsFaulty) as refused:
        scripts("zh_CN", tmp_path)

    (fault,) = refused.value.faults
    assert (Path(fault.origin).name, fault.line) == ("own.toml", line)
    assert what in fault.what


def test_a_script_that_promises_too_much_is_named_by_the_linter(tmp_path: Path) -> None:
    _own(tmp_path, "{{ shop }}:绝对没有下次。{{ slot }}")

    (fault,) = script_faults(tmp_path, SAY)

    assert "过度承诺" in str(fault)
    assert "own.toml, line 6" in str(fault)


def test_a_script_for_which_there_is_no_place_is_refused(tmp_path: Path) -> None:
    _own(tmp_path, "{{ slot }}", key="contact.weather.sms.brisk")

    (fault,) = script_faults(tmp_path, SAY)

    assert "contact.weather.sms.brisk" in str(fault)


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "own.toml").write_text("[[script]\n", encoding="utf-8")

    (fault,) = script_faults(tmp_path, SAY)

    assert fault.line == 1


def test_what_a_customer_wrote_is_no_template() -> None:
    script = scripts("zh_CN")["contact.logistics.wangwang.brisk"]

    text = render(script, SAMPLE["zh_CN"] | {"words": "{{ slot }}{% for x in y %}"})

    assert "{{ slot }}{% for x in y %}" in text


def test_outlets_are_told_by_the_key() -> None:
    kinds = {script.key: outlet_of(script) for _, script in ALL}

    assert kinds["public_reply.logistics"] is Outlet.PUBLIC
    assert kinds["amend.sms"] is Outlet.SMS
    assert kinds["care.gift"] is Outlet.WANGWANG
