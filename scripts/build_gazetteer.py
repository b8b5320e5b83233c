"""Build nlp/data/gazetteer.tsv.gz from ../shared/data/vn_admin (MIT), the same bytes every time.

Run `python scripts/build_gazetteer.py [FOLDER]`. The table ends where its sources end; what a decree changes
later is a file in nlp/data/decrees/. docs/places.md explains the columns.
"""

import ast
import gzip
import json
import re
import sys
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from nlp.places.names import name_key, split_kind  # noqa: E402

OUT = ROOT / "nlp" / "data" / "gazetteer.tsv.gz"
LAST, FIRST = "2025-06-30", "2025-07-01"  # resolution 202/2025/QH15 and the communes' reform, same day
SOURCES = (
    "# Administrative units of Viet Nam, dated. Built by scripts/build_gazetteer.py; do not edit.",
    "# Sources: units before and after 1 July 2025, vietnamese-provinces-database, (c) 2021 Thang Le Quoc, MIT;",
    "# old to new by name, table bando_co_dvch of 15 March 2026 from the same project, MIT.",
    "# code level full_name parent province valid_from valid_to successors was was_parent",
)


@dataclass
class Row:
    code: str
    level: int
    full: str
    parent: str
    province: str
    start: str = ""
    end: str = ""
    successors: list[str] = field(default_factory=list)
    was: str = ""  # its full name before 1 July 2025, when the unit went on with another kind
    was_parent: str = ""  # the district it lay in before 1 July 2025

    def line(self) -> str:
        cells = (self.code, str(self.level), self.full, self.parent, self.province, self.start, self.end)
        return "\t".join((*cells, ",".join(sorted(self.successors)), self.was, self.was_parent))


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("’", "'")


def base_key(full: str) -> str:
    return name_key(split_kind(full)[1])


def letters(full: str) -> str:
    """Letters alone: the two sources spell some names with other tones, blanks or apostrophes."""
    plain = unicodedata.normalize("NFD", split_kind(full)[1].lower().replace("đ", "d"))
    return "".join(c for c in plain if c.isalnum())


def read_links(path: Path) -> tuple[dict[str, tuple[str, str]], list[tuple[str, str, str, str]]]:
    rows = [
        ast.literal_eval(line.strip().rstrip(",;").replace("NULL", "None"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("    ('")
    ]
    provinces = {r[0]: (nfc(r[1]), nfc(r[4])) for r in rows if r[0].startswith("ti")}
    communes = [(r[0], nfc(r[1]), r[2], nfc(r[4])) for r in rows if r[0].startswith("xa")]
    return provinces, communes


def merged_provinces(provinces: dict[str, tuple[str, str]], old: Any, new: Any) -> dict[str, str]:
    """Old province code -> new province code."""
    old_by_key = {base_key(p["FullName"]): p["Code"] for p in old}
    old_by_key[name_key("TPHCM")] = "79"
    new_by_key = {base_key(p["FullName"]): p["Code"] for p in new}
    into: dict[str, str] = {}
    for name, before in provinces.values():
        name = re.sub(r"^(Thủ Đô|Thành Phố) ", "Thành phố ", name)
        code = new_by_key[base_key(name)]
        if before == "giữ nguyên":
            into[old_by_key[base_key(name)]] = code
            continue
        for part in re.split(r", | và ", before):
            into[old_by_key[base_key(part.strip())]] = code
    assert len(into) == len(old), "every old province went somewhere"
    return into


class Builder:
    def __init__(self, folder: Path) -> None:
        self.old = json.loads((folder / "units_63_pre_merger_v2.4.1.json").read_text(encoding="utf-8"))
        self.new = json.loads((folder / "units_34_2026-07-25.json").read_text(encoding="utf-8"))
        self.titles, self.links = read_links(folder / "bando_co_dvch_old_to_new.sql")
        self.into = merged_provinces(self.titles, self.old, self.new)
        self.rows: dict[str, Row] = {}
        self.former: dict[tuple[str, str], list[Row]] = defaultdict(list)  # (new province, name) -> old communes
        self.loosely: dict[tuple[str, str], list[Row]] = defaultdict(list)  # the same by letters alone

    def add(self, row: Row) -> Row:
        assert row.code not in self.rows, row.code
        self.rows[row.code] = row
        return row

    def today(self) -> None:
        for p in self.new:
            code = p["Code"]
            full = "Tỉnh Đồng Nai" if code == "75" else nfc(p["FullName"])  # a city by decree 2026-04-30
            self.add(Row(code, 1, full, "", code, FIRST))
            for w in p["Wards"]:
                self.add(Row(w["Code"], 3, nfc(w["FullName"]), code, code, FIRST))

    def before(self) -> None:
        for p in self.old:
            province = self.into[p["Code"]]
            own = self.continued(Row(p["Code"], 1, nfc(p["FullName"]), province, province, "", LAST, [province]))
            for d in p["District"]:
                row = Row(d["Code"], 2, nfc(d["FullName"]), own.code, province, "", LAST)
                self.add(row)
                for w in d.get("Ward") or []:
                    unit = self.continued(Row(w["Code"], 3, nfc(w["FullName"]), d["Code"], province, "", LAST))
                    self.former[province, base_key(unit.was or unit.full)].append(unit)
                    self.loosely[province, letters(unit.was or unit.full)].append(unit)

    def continued(self, before: Row) -> Row:
        """A unit that kept its code and name goes on (perhaps larger); any other is former."""
        heir = self.rows.get(before.code)
        if heir and base_key(heir.full) == base_key(before.full):
            heir.start = ""
            heir.was = before.full if heir.full.lower() != before.full.lower() and before.level == 3 else ""
            heir.was_parent = before.parent if before.level == 3 else ""
            return heir
        own = f"{before.code}-2025" if heir else before.code  # the code was given to another unit
        return self.add(replace(before, code=own))

    def link(self) -> None:
        by_name = {(r.province, base_key(r.full)): r for r in self.rows.values() if r.level == 3 and not r.end}
        by_code = {n: base_key(re.sub(r"^(Thủ Đô|Thành Phố) ", "Thành phố ", t[0])) for n, t in self.titles.items()}
        codes = {base_key(p["FullName"]): p["Code"] for p in self.new}
        for _, name, title, before in self.links:
            province = codes[by_code[title]]
            heir = self.rename_back(by_name[province, base_key(name)], name)
            for unit in self.parts(before, province):
                if unit is not heir and heir.code not in unit.successors:
                    unit.successors.append(heir.code)

    def rename_back(self, heir: Row, name: str) -> Row:
        """The table of links is older than today's list: Đồng Nai's ten new wards were still communes."""
        if heir.province == "75" and split_kind(name)[0] != split_kind(heir.full)[0]:
            heir.full = f"{split_kind(name)[0]} {split_kind(heir.full)[1]}"
            heir.was = "" if heir.was.lower() == heir.full.lower() else heir.was
        return heir

    def parts(self, before: str, province: str) -> list[Row]:
        """The old communes of one link; a name that several bear goes to the district of the certain ones."""
        found: list[list[Row]] = []
        later = None  # "Phường 1, Phường 3, Phường 9 (thành phố Trà Vinh)": the last one's district is theirs
        for part in reversed(re.split(r", (?=(?:Phường|Xã|Thị trấn|Thị Trấn|Đặc khu)\b)", before)):
            part = re.sub(r"\s*\(phần còn lại.*$", "", part)
            hint = re.search(r"\((?:thành phố|thị xã|quận|huyện) ([^)]+)\)", part, re.IGNORECASE)
            bare = re.sub(r"\s*\(.*$", "", part)
            later = hint or (later if re.fullmatch(r"Phường \d+", bare) else None)
            hint = hint or later
            units = self.former.get((province, base_key(bare)), []) or self.loosely.get((province, letters(bare)), [])
            kind = split_kind(bare)[0].lower()
            units = [u for u in units if split_kind(u.was or u.full)[0].lower() == kind] or units
            if hint:
                units = [u for u in units if base_key(self.rows[self.district(u)].full) == name_key(hint[1])] or units
            found.append(units)
        sure = [self.district(u[0]) for u in found if len(u) == 1]
        return [self.nearest(units, sure) for units in found if units and (len(units) == 1 or sure)]

    def nearest(self, units: list[Row], sure: list[str]) -> Row:
        return min(units, key=lambda u: min((abs(int(self.district(u)) - int(s)) for s in sure), default=0))

    @staticmethod
    def district(unit: Row) -> str:
        return unit.was_parent or unit.parent

    def districts(self) -> None:
        """A former district is followed by the communes that its own communes became."""
        for unit in list(self.rows.values()):
            if unit.level == 3 and len(self.district(unit)) == 3:
                heirs = unit.successors if unit.end else [unit.code, *unit.successors]
                known = self.rows[self.district(unit)].successors
                known.extend(h for h in heirs if h not in known)

    def islands(self) -> None:
        """Island districts without communes became special zones of the same name."""
        zones = {base_key(r.full): r.code for r in self.rows.values() if r.full.startswith("Đặc khu")}
        for unit in self.rows.values():
            heir = zones.get(base_key(unit.full))
            if unit.level == 2 and heir and not unit.successors:
                unit.successors.append(heir)


def build(folder: Path) -> bytes:
    builder = Builder(folder)
    builder.today()
    builder.before()
    builder.link()
    builder.districts()
    builder.islands()
    rows = sorted(builder.rows.values(), key=lambda r: (r.level, r.code))
    text = "\n".join((*SOURCES, *(row.line() for row in rows))) + "\n"
    return gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data" / "vn_admin"
    data = build(folder)
    OUT.write_bytes(data)
    lines = gzip.decompress(data).decode().splitlines()
    orphans = [line for line in lines if line.split("\t")[6:8] == [LAST, ""]]
    print(f"{len(lines) - len(SOURCES)} units, {len(data)} bytes, {len(orphans)} former units without a successor")


if __name__ == "__main__":
    main()
