"""Recognition of persons and places on the measuring data does not fall below what was reached."""

from __future__ import annotations

import argparse
import collections
import importlib.util
from pathlib import Path
from types import ModuleType

from teikit.model import Document
from teikit.recognise import RECOGNISERS, recognise

NAMES = [(name, r) for name, r in RECOGNISERS if name != "dates"]
FLOOR = {"persName": (0.87, 0.815), "placeName": (0.80, 0.75)}  # precision and F1, strict, all documents of dev.jsonl


def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "tools" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_floor_holds(shared: Path) -> None:
    score = scorer(shared)
    options = argparse.Namespace(exact=False, time=False, doc_date=False, only_present=False)
    total = {kind: collections.Counter[str]() for kind in FLOOR}
    for gold in score.load(str(shared / "gold" / "dev.jsonl")):
        doc = recognise(Document(gold["text"]), NAMES)
        spans = [{"start": m.span.start, "end": m.span.end, "type": m.kind} for m in doc.mentions if m.kind in FLOOR]
        counts, _, _ = score.score_doc(gold, (gold["text"], spans, ""), options)
        for kind, counter in total.items():
            counter.update(counts[kind])
    for kind, (precision, f1) in FLOOR.items():
        reached = score.prf(total[kind]["strict tp"], total[kind]["strict fp"], total[kind]["gold"])
        assert reached[0] >= precision and reached[2] >= f1, (kind, reached)
