import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from domain.outlets import OutletKind
from tests.outlets.twins.facebook import FacebookTwin
from tests.outlets.twins.portal import PortalTwin
from tests.outlets.twins.server import serving
from tests.outlets.twins.wordpress import WordPressTwin

DRIVER = Path(__file__).parent / "delivery_driver.py"
ITEMS, OUTLETS, CORRECTED = 10, 3, 4


def test_killed_at_each_step_of_sending_every_post_and_every_follow_up_stands_at_each_outlet_once(tmp_path: Path):
    with serving(PortalTwin) as portal, serving(WordPressTwin) as site, serving(FacebookTwin) as page:
        twins = (portal, site, page)
        typed = json.dumps({twin.kind: dict(twin.typed) for twin in twins})
        done = subprocess.run(
            [sys.executable, DRIVER, tmp_path, page.url, typed],
            capture_output=True,
            text=True,
            timeout=300,
            cwd=DRIVER.parents[2],
            env={"PYTHONPATH": str(DRIVER.parents[2]), "PATH": "/usr/bin:/bin"},
        )
        assert done.returncode == 0, done.stderr[-3000:]
        texts = {twin.kind: twin.texts() for twin in twins}
    said = json.loads(done.stdout.splitlines()[-1])
    assert (said["deaths"], said["follow_up_deaths"]) == (ITEMS, CORRECTED)
    for kind, found in texts.items():  # none twice, none lost
        edited = CORRECTED if kind is OutletKind.WORDPRESS else 0
        titles = Counter(number for text in found for number in range(ITEMS) if f"/tin-{number}.html" in text)
        assert titles == dict.fromkeys(range(edited, ITEMS), 1), kind
        corrections = [text for text in found if "ĐÍNH CHÍNH" in text]
        assert [sum(f"ĐÍNH CHÍNH {number}." in text for text in corrections) for number in range(CORRECTED)] == [1] * 4
    assert (said["tasks"], said["proofs"], said["follow_ups"]) == (["done"], CORRECTED * OUTLETS, CORRECTED * OUTLETS)
    assert said["states"] == ["sent"]
    assert said["deliveries"] == ITEMS * OUTLETS
    assert said["items"] == ["shared"]
    assert [len(outlets) for outlets in said["posted"].values()] == [OUTLETS] * ITEMS
    assert said["addressed"]
