"""Train the section model on VNTC and our own short texts, and store it (`make model`).

The figures printed are of a model fitted without the reported tenth. The one that is stored learnt from
everything; its calibration comes from the model that had not seen the tuning tenth.
"""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from nlp.sections.model import save  # noqa: E402
from nlp.sections.training import calibrated, fit, joined, margins, own, read, split  # noqa: E402

DATA = ROOT.parent / "shared/data/vntc/vntc_train.jsonl.xz"
MODEL = ROOT / "nlp/models/sections.npz"


def main() -> int:
    if not DATA.exists():
        print(f"VNTC is not at {DATA}: the model in the repository stays as it is.")
        return 1
    data = read(DATA)
    parts = split(data)
    model = calibrated(fit(joined(parts.fit, own())), parts.tune)
    right = np.mean(margins(model, parts.report.texts).argmax(axis=1) == parts.report.labels)
    print(f"{len(parts.fit.texts)} texts fitted, {len(parts.report.texts)} reported: accuracy {right:.4f}")
    whole = replace(fit(joined(data, own())), sharpness=model.sharpness, shift=model.shift)
    MODEL.parent.mkdir(exist_ok=True)
    save(whole, MODEL)
    print(f"{MODEL.relative_to(ROOT)}: {MODEL.stat().st_size / 1e6:.1f} MB, {len(whole.known)} features")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
