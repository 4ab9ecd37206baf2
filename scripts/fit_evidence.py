"""Measure the weights of names_evidence.tsv: what each sign around a word says for a person and for a place.

    PYTHONPATH=src python scripts/fit_evidence.py TRAIN.jsonl

Logistic regression by plain gradient descent on four in five of the documents of an open licence without share-alike.
On the fifth the thresholds are chosen: the lowest above which a form names what it is said to in most of its uses.
"""

from __future__ import annotations

import collections
import json
import math
import random
import sys
import zlib
from pathlib import Path

from teikit.model import Document
from teikit.recognise.casing import cased
from teikit.recognise.evidence import features, groups, probability_of
from teikit.recognise.persons import read

OUT = Path(__file__).resolve().parents[1] / "src" / "teikit" / "data" / "names_evidence.tsv"
KINDS = {"person": "persName", "place": "placeName"}
BAND, WIDE, MOSTLY = 0.05, 3, 0.6
Row = tuple[dict[str, float], float, float]


def rows(path: Path, kind: str) -> tuple[list[Row], list[Row]]:
    """Return features, the share of uses that the gold has as this kind, and the weight of every loose form.

    The second list is for the thresholds.
    """
    found: tuple[list[Row], list[Row]] = ([], [])
    docs = [json.loads(line) for line in path.open(encoding="utf-8")]
    docs = [d for d in docs if kind in d["complete"] and "SA" not in d["licence"]]
    frus = [d for d in docs if d["source"].startswith("FRUS")]
    rest = [d for d in docs if not d["source"].startswith("FRUS")]
    for d in random.Random(1).sample(frus, min(len(frus), 900)) + rest:
        ends = {s["end"]: s["start"] for s in d["spans"] if s["type"] == kind and not s["optional"]}
        masked = [(s["start"], s["end"]) for s in d["spans"] if s["optional"]]
        doc = cased(Document(d["text"]))
        _, uses = read(doc)
        part = found[zlib.crc32(d["id"].encode()) % 5 == 0]
        for group in groups(uses).values():
            spans = [(u.tokens[0].start, u.tokens[-1].end) for u in group.uses]
            spans = [(a, b) for a, b in spans if not any(x < b and a < y for x, y in masked)]
            if spans:
                hits = sum(1 for a, b in spans if b in ends and abs(ends[b] - a) < 14)
                part.append((features(doc.text, group), hits / len(spans), math.sqrt(len(spans))))
    return found


def fit(data: list[Row], rounds: int = 12) -> dict[str, float]:
    weights: dict[str, float] = {}
    order = random.Random(2)
    for step in range(rounds):
        order.shuffle(data)
        rate = 0.15 / (1 + step)
        for found, target, mass in data:
            total = sum(weights.get(name, 0.0) * value for name, value in found.items())
            error = (target - 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))) * rate * min(mass, 3.0)
            for name, value in found.items():
                weights[name] = weights.get(name, 0.0) * (1 - 1e-6) + error * value
    return weights


def threshold(data: list[Row], weights: dict[str, float]) -> float:
    """Return the lowest probability from which a stretch of probabilities is right in most of its uses."""
    right: collections.Counter[int] = collections.Counter()
    uses: collections.Counter[int] = collections.Counter()
    for found, target, mass in data:
        band = int(probability_of(weights, found) / BAND)
        right[band] += round(target * mass * mass)
        uses[band] += round(mass * mass)
    lowest = int(1 / BAND) - WIDE
    while lowest and sum(right[lowest + k] for k in range(WIDE)) >= MOSTLY * sum(uses[lowest + k] for k in range(WIDE)):
        lowest -= 1
    lowest += 1
    print([(band * BAND, right[band], uses[band]) for band in sorted(uses)])
    return lowest * BAND


def main(path: Path) -> None:
    fitted, chosen = {}, {}
    for kind, tag in KINDS.items():
        data, apart = rows(path, tag)
        fitted[kind] = fit(data)
        chosen[kind] = threshold(apart, fitted[kind])
        print(kind, len(data), sum(t for _, t, _ in data), chosen[kind])
    names = sorted(set(fitted["person"]) | set(fitted["place"]))
    head = "# Weights of evidence for words that no list decides. Measured by scripts/fit_evidence.py.\n"
    head += "# threshold: no weight, but the probability from which a form is taken for a name.\n"
    head += "feature\tperson\tplace\n"
    head += f"threshold\t{chosen['person']:.2f}\t{chosen['place']:.2f}\n"
    lines = [f"{n}\t{fitted['person'].get(n, 0):.2f}\t{fitted['place'].get(n, 0):.2f}\n" for n in names]
    OUT.write_text(head + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
