"""The dated table of units, and how a decree changes it."""

import gzip
import importlib.util
import sys
from datetime import date
from pathlib import Path

import pytest

from nlp.places.gazetteer import COMMUNE, DISTRICT, PROVINCE, Gazetteer, apply_decree, load, read_table

ROOT = Path(__file__).resolve().parents[3]
LINE = "\t".join(("99999", "3", "Xã Thử", "15", "15", "2025-07-01", "", "", "", ""))
OTHER = "\t".join(("99998", "3", "Xã Khác", "15", "15", "2025-07-01", "", "", "", ""))


def test_the_table_holds_both_epochs():
    units = load().units.values()
    today = [u for u in units if u.valid(date(2026, 8, 1))]
    before = [u for u in units if u.valid(date(2025, 6, 30))]
    assert sum(u.level == COMMUNE for u in today) == 3321
    assert sum(u.level == PROVINCE for u in today) == 34
    assert sum(u.level == DISTRICT for u in before) == 696
    assert sum(u.level == PROVINCE for u in before) == 63


def test_a_code_given_to_another_unit_is_told_apart():
    units = load().units
    assert (units["15"].name, units["15-2025"].name) == ("Tỉnh Lào Cai", "Tỉnh Yên Bái")


def test_every_code_above_a_unit_is_known_and_leads_to_a_present_province():
    table = load()
    for code in table.units:
        top = table.units[table.lineage(code)[-1]]
        assert (top.level, top.end) == (PROVINCE, None), code


def test_nearly_every_former_unit_knows_its_heirs():
    former = [u for u in load().units.values() if u.end]
    without = [u.code for u in former if not u.successors]
    assert len(without) / len(former) < 0.015


def test_dong_nai_is_a_city_from_30_april_2026():
    unit = load().units["75"]
    assert unit.name_on(date(2026, 4, 29)) == "Tỉnh Đồng Nai"
    assert unit.name_on(date(2026, 4, 30)) == "Thành phố Đồng Nai"
    assert load().units["25270"].name_on(date(2026, 4, 29)) == "Xã Lộc Ninh"


def test_hue_was_thua_thien_hue_until_the_end_of_2024():
    assert load().units["46"].name_on(date(2024, 12, 31)) == "Tỉnh Thừa Thiên Huế"


def test_a_decree_renames_creates_and_dissolves():
    units = read_table([LINE, OTHER])
    units["15"] = load().units["15"]
    apply_decree(
        units,
        {
            "in_force": date(2027, 1, 1),
            "rename": [{"code": "99999", "name": "Phường Thử"}],
            "create": [{"code": "99997", "name": "Xã Mới", "parent": "15"}],
            "dissolve": [{"code": "99998", "into": ["99997"]}],
        },
    )
    assert units["99999"].name_on(date(2026, 12, 31)) == "Xã Thử"
    assert units["99999"].name_on(date(2027, 1, 1)) == "Phường Thử"
    assert units["99997"].province == "15"
    assert (units["99998"].end, units["99998"].successors) == (date(2026, 12, 31), ("99997",))


def test_when_a_province_ends_its_communes_lie_in_the_heir():
    units = dict(load().units)
    apply_decree(units, {"in_force": date(2027, 1, 1), "dissolve": [{"code": "15", "into": ["08"]}]})
    table = Gazetteer(units.values())
    assert table.lineage("03006") == ("03006", "08")
    assert table.lineage("15") == ("15", "08")
    assert table.lineage("03001")[-1] == "08"
    assert table.units["15-2025"].province == "08"


def test_the_table_is_what_its_script_builds_line_for_line():
    folder = ROOT.parent / "shared" / "data" / "vn_admin"
    if not folder.exists():
        pytest.skip(f"no {folder}: the gazetteer's sources are not here")
    spec = importlib.util.spec_from_file_location("build_gazetteer", ROOT / "scripts" / "build_gazetteer.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = script  # its dataclass looks its own module up
    spec.loader.exec_module(script)
    assert gzip.decompress(script.build(folder)) == gzip.decompress(
        (ROOT / "nlp" / "data" / "gazetteer.tsv.gz").read_bytes()
    )
