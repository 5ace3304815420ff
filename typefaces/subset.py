#!/usr/bin/env python3
"""Makes the typefaces of this folder from Debian's packages.

usage: subset.py FOLDER [NAME…]

FOLDER holds the packages that README.md names, unpacked (`dpkg-deb -x PACKAGE FOLDER`). Without
names all four faces are made, beside this file. Needs fontTools. The same packages and the same
fontTools give the same bytes.
"""

import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

HERE = pathlib.Path(__file__).parent
FONTS = "usr/share/fonts"

# Signs beside the hanzi: Latin, punctuation, arrows, mathematics, circled numbers, boxes, shapes,
# ticks, the full-width forms and the CJK punctuation.
SIGNS = [
    (0x20, 0x7F),
    (0xA0, 0x180),
    (0x2010, 0x2040),
    (0x2100, 0x2300),
    (0x2460, 0x2700),
    (0x2713, 0x2718),
    (0x3000, 0x3040),
    (0xFF00, 0xFFF0),
]

# All blocks of hanzi and their parts.
HANZI = [
    (0x2E80, 0x2FE0),
    (0x3400, 0xA000),
    (0xF900, 0xFB00),
    (0x20000, 0x40000),
]

# Tables for vertical setting, spacing and hints: a document here needs none of them.
DROPPED = ["vhea", "vmtx", "VORG", "BASE", "GPOS", "GSUB", "GDEF", "DSIG", "meta"]


def spread(ranges):
    return {point for low, high in ranges for point in range(low, high)}


def gb2312():
    """The 6,763 hanzi and 682 signs of GB/T 2312, the commonest ones first of all."""
    points = set()
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                points.add(ord(bytes([high, low]).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return points


# A modified face must not bear a Reserved Font Name (OFL 1.1 §3): LXGW WenKai reserves "LXGW" and
# "霞鹜". The Noto faces reserve none and keep their names.
RENAMED = {"PiaojueKai-Regular.ttf": "Piaojue Kai"}

# The face, its file, the name within a collection, and the characters it is to keep.
FACES = {
    "NotoSerifSC-Regular.otf": (
        f"{FONTS}/opentype/noto/NotoSerifCJK-Regular.ttc",
        "Noto Serif CJK SC",
        spread(SIGNS) | spread(HANZI),
    ),
    "NotoSerifSC-Bold.otf": (
        f"{FONTS}/opentype/noto/NotoSerifCJK-Bold.ttc",
        "Noto Serif CJK SC",
        spread(SIGNS) | gb2312(),
    ),
    "NotoSansSC-Bold.otf": (
        f"{FONTS}/opentype/noto/NotoSansCJK-Bold.ttc",
        "Noto Sans CJK SC",
        spread(SIGNS) | gb2312(),
    ),
    "PiaojueKai-Regular.ttf": (
        f"{FONTS}/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf",
        None,
        spread(SIGNS) | gb2312(),
    ),
}


def load(path, name):
    """One font, of a collection the one with that family; only its tables are read."""
    if name is None:
        return TTFont(path, lazy=True)
    for number in range(len(TTCollection(path, lazy=True).fonts)):
        font = TTFont(path, fontNumber=number, lazy=True)
        if font["name"].getDebugName(1) == name:
            return font
    raise SystemExit(f"{path}: no face is called {name}")


def rename(font, name):
    """Gives a face a name of its own; whose work it is stays in the other records."""
    plain = name.replace(" ", "")
    values = {1: name, 3: f"{name} from 1.250", 4: name, 6: f"{plain}-Regular", 16: name}
    for record in list(font["name"].names):
        if record.langID not in (0, 0x409):
            font["name"].removeNames(platformID=record.platformID, langID=record.langID)
    for record in font["name"].names:
        if record.nameID in values:
            record.string = values[record.nameID]


def make(folder, out):
    source, name, wanted = FACES[out]
    font = load(folder / source, name)
    kept = wanted & set(font.getBestCmap())

    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.drop_tables += DROPPED
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=kept)
    subsetter.subset(font)

    if out in RENAMED:
        rename(font, RENAMED[out])

    # The date of the source stays, so that two runs give the same bytes.
    font.recalcTimestamp = False
    font.save(HERE / out)
    print(out, len(kept), "characters", (HERE / out).stat().st_size, "bytes")


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    for out in sys.argv[2:] or FACES:
        make(pathlib.Path(sys.argv[1]), out)


if __name__ == "__main__":
    main()
