#!/usr/bin/env python3
"""Writes the public test vectors of this folder.

    python3 ballotbox/tests/vectors/generate.py            writes every file
    python3 ballotbox/tests/vectors/generate.py --check    exits 1 if a committed file differs

Published values are typed in below as constants and asserted against a second computation, so that
a slip of the pen cannot become a vector. Hashing is the standard library's; the Merkle tree, the
signatures and the canonical JSON are written here from the documents, in the plainest way, and
share nothing with the Rust code. Each file names its origin in `source`.
"""

import base64
import hashlib
import json
import sys
import unicodedata
from pathlib import Path

HERE = Path(__file__).resolve().parent


# --- RFC 6962: Merkle tree ----------------------------------------------------------------------

LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657",
          "606162636465666768696a6b6c6d6e6f"]

# As published with the Certificate Transparency reference implementation, for sizes 0 to 8.
PUBLISHED_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
ROOT = PUBLISHED_ROOTS
PUBLISHED_INCLUSION = {(0, 1): [], (0, 8): [A, B, C], (5, 8): [D, E, ROOT[4]],
                       (2, 3): [ROOT[2]], (1, 5): [ROOT[1], B, D]}
PUBLISHED_CONSISTENCY = {(1, 1): [], (1, 8): [A, B, C], (6, 8): [F, E, ROOT[4]], (2, 5): [B, D]}


def sha256(data):
    return hashlib.sha256(data).digest()


def leaf_hash(entry):
    return sha256(b"\x00" + entry)


def split(n):
    """The largest power of two smaller than n."""
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def tree(entries):
    if not entries:
        return sha256(b"")
    if len(entries) == 1:
        return leaf_hash(entries[0])
    k = split(len(entries))
    return sha256(b"\x01" + tree(entries[:k]) + tree(entries[k:]))


def inclusion(m, entries):
    """PATH(m, D[n]) of RFC 6962, section 2.1.1."""
    if len(entries) == 1:
        return []
    k = split(len(entries))
    if m < k:
        return inclusion(m, entries[:k]) + [tree(entries[k:])]
    return inclusion(m - k, entries[k:]) + [tree(entries[:k])]


def consistency(m, entries, whole=True):
    """PROOF(m, D[n]) of RFC 6962, section 2.1.2."""
    if m == len(entries):
        return [] if whole else [tree(entries)]
    k = split(len(entries))
    if m <= k:
        return consistency(m, entries[:k], whole) + [tree(entries[k:])]
    return consistency(m - k, entries[k:], False) + [tree(entries[:k])]


def root_of_inclusion(index, size, leaf, path):
    """The verifier's walk of RFC 9162, section 2.1.3.2; None where it fails."""
    if index >= size:
        return None
    fn, sn, r = index, size - 1, leaf
    for p in path:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            r = sha256(b"\x01" + p + r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = sha256(b"\x01" + r + p)
        fn, sn = fn >> 1, sn >> 1
    return r if sn == 0 else None


def consistent(first, second, first_root, second_root, path):
    """The verifier's walk of RFC 9162, section 2.1.4.2."""
    if first == second:
        return not path and first_root == second_root
    if not path or not 0 < first < second:
        return False
    path = [first_root] + path if first & (first - 1) == 0 else list(path)
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = sha256(b"\x01" + c + fr), sha256(b"\x01" + c + sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = sha256(b"\x01" + sr + c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == first_root and sr == second_root


def rfc6962():
    entries = [bytes.fromhex(leaf) for leaf in LEAVES]
    roots = [tree(entries[:n]) for n in range(9)]
    assert [r.hex() for r in roots] == PUBLISHED_ROOTS
    inside, between = [], []
    for size in range(1, 9):
        for index in range(size):
            path = inclusion(index, entries[:size])
            assert root_of_inclusion(index, size, leaf_hash(entries[index]), path) == roots[size]
            known = PUBLISHED_INCLUSION.get((index, size))
            assert known is None or known == [p.hex() for p in path]
            inside.append({"index": index, "size": size, "path": [p.hex() for p in path],
                           "published": known is not None})
        for first in range(1, size + 1):
            path = consistency(first, entries[:size])
            assert consistent(first, size, roots[first], roots[size], path)
            known = PUBLISHED_CONSISTENCY.get((first, size))
            assert known is None or known == [p.hex() for p in path]
            between.append({"first": first, "second": size, "path": [p.hex() for p in path],
                            "published": known is not None})
    return {
        "source": "RFC 6962 section 2.1 with the eight leaves, the roots and the paths marked `published` of the "
                  "Certificate Transparency reference implementation. All other paths were computed by "
                  "generate.py and checked with the verifier of RFC 9162 sections 2.1.3.2 and 2.1.4.2. "
                  "All byte strings are hexadecimal; indices count from 0.",
        "leaves": LEAVES,
        "leaf_hashes": [leaf_hash(e).hex() for e in entries],
        "roots": [r.hex() for r in roots],
        "inclusion": inside,
        "inclusion_refused": refused_inclusion(entries, roots),
        "consistency": between,
        "consistency_refused": refused_consistency(entries, roots),
    }


def refused_inclusion(entries, roots):
    """A path that proves one thing and is shown for another."""
    path = inclusion(5, entries)
    leaf, zero = leaf_hash(entries[5]), bytes(32)
    cases = [
        ("another index", 4, 8, leaf, path, roots[8]),
        ("an index beyond the tree", 8, 8, leaf, path, roots[8]),
        ("a size that needs a longer path", 5, 16, leaf, path, roots[8]),
        ("a size that needs a shorter path", 1, 2, leaf, path, roots[8]),
        ("a size of 0", 0, 0, leaf, [], roots[0]),
        ("another leaf", 5, 8, leaf_hash(entries[4]), path, roots[8]),
        ("the entry's plain hash for the leaf", 5, 8, sha256(entries[5]), path, roots[8]),
        ("another root", 5, 8, leaf, path, roots[7]),
        ("a path too short", 5, 8, leaf, path[:-1], roots[8]),
        ("a path too long", 5, 8, leaf, path + [zero], roots[8]),
        ("a node in front", 5, 8, leaf, [zero] + path, roots[8]),
        ("the path reversed", 5, 8, leaf, path[::-1], roots[8]),
    ]
    out = []
    for name, index, size, shown, way, root in cases:
        assert root_of_inclusion(index, size, shown, way) != root, name
        out.append({"name": name, "index": index, "size": size, "leaf_hash": shown.hex(),
                    "path": [p.hex() for p in way], "root": root.hex()})
    return out


def refused_consistency(entries, roots):
    path = consistency(6, entries)
    zero = bytes(32)
    cases = [
        ("another first size", 5, 8, roots[6], roots[8], path),
        ("a second size that needs a longer path", 6, 16, roots[6], roots[8], path),
        ("first beyond second", 8, 6, roots[8], roots[6], path),
        ("another first root", 6, 8, roots[5], roots[8], path),
        ("another second root", 6, 8, roots[6], roots[7], path),
        ("the roots exchanged", 6, 8, roots[8], roots[6], path),
        ("an empty path", 6, 8, roots[6], roots[8], []),
        ("a path too short", 6, 8, roots[6], roots[8], path[:-1]),
        ("a path too long", 6, 8, roots[6], roots[8], path + [zero]),
        ("the path reversed", 6, 8, roots[6], roots[8], path[::-1]),
        ("equal sizes with other roots", 8, 8, roots[7], roots[8], []),
        ("equal sizes with a path", 8, 8, roots[8], roots[8], [zero]),
    ]
    out = []
    for name, first, second, old, new, way in cases:
        assert not consistent(first, second, old, new, way), name
        out.append({"name": name, "first": first, "second": second, "first_root": old.hex(),
                    "second_root": new.hex(), "path": [p.hex() for p in way]})
    return out


# --- RFC 8032: Ed25519 --------------------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
CURVE_D = -121665 * pow(121666, P - 2, P) % P


def recover_x(y, sign):
    square = (y * y - 1) * pow(CURVE_D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


GY = 4 * pow(5, P - 2, P) % P
G = (recover_x(GY, 0), GY, 1, recover_x(GY, 0) * GY % P)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * CURVE_D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(s, p):
    q = (0, 1, 1, 0)
    while s:
        if s & 1:
            q = add(q, p)
        p, s = add(p, p), s >> 1
    return q


def compress(p):
    inverse = pow(p[2], P - 2, P)
    x, y = p[0] * inverse % P, p[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def expand(secret):
    h = hashlib.sha512(secret).digest()
    a = int.from_bytes(h[:32], "little")
    return a & ((1 << 254) - 8) | 1 << 254, h[32:]


def public_key(secret):
    return compress(times(expand(secret)[0], G))


def sign(secret, message):
    a, prefix = expand(secret)
    public = compress(times(a, G))
    r = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % L
    big_r = compress(times(r, G))
    k = int.from_bytes(hashlib.sha512(big_r + public + message).digest(), "little") % L
    return big_r + ((r + k * a) % L).to_bytes(32, "little")


MESSAGE_1024 = """
08b8b2b733424243760fe426a4b54908632110a66c2f6591eabd3345e3e4eb98fa6e264bf09efe12ee50f8f54e9f77b1
e355f6c50544e23fb1433ddf73be84d879de7c0046dc4996d9e773f4bc9efe5738829adb26c81b37c93a1b270b20329d
658675fc6ea534e0810a4432826bf58c941efb65d57a338bbd2e26640f89ffbc1a858efcb8550ee3a5e1998bd177e93a
7363c344fe6b199ee5d02e82d522c4feba15452f80288a821a579116ec6dad2b3b310da903401aa62100ab5d1a36553e
06203b33890cc9b832f79ef80560ccb9a39ce767967ed628c6ad573cb116dbefefd75499da96bd68a8a97b928a8bbc10
3b6621fcde2beca1231d206be6cd9ec7aff6f6c94fcd7204ed3455c68c83f4a41da4af2b74ef5c53f1d8ac70bdcb7ed1
85ce81bd84359d44254d95629e9855a94a7c1958d1f8ada5d0532ed8a5aa3fb2d17ba70eb6248e594e1a2297acbbb39d
502f1a8c6eb6f1ce22b3de1a1f40cc24554119a831a9aad6079cad88425de6bde1a9187ebb6092cf67bf2b13fd65f270
88d78b7e883c8759d2c4f5c65adb7553878ad575f9fad878e80a0c9ba63bcbcc2732e69485bbc9c90bfbd62481d9089b
eccf80cfe2df16a2cf65bd92dd597b0707e0917af48bbb75fed413d238f5555a7a569d80c3414a8d0859dc65a46128ba
b27af87a71314f318c782b23ebfe808b82b0ce26401d2e22f04d83d1255dc51addd3b75a2b1ae0784504df543af8969b
e3ea7082ff7fc9888c144da2af58429ec96031dbcad3dad9af0dcbaaaf268cb8fcffead94f3c7ca495e056a9b47acdb7
51fb73e666c6c655ade8297297d07ad1ba5e43f1bca32301651339e22904cc8c42f58c30c04aafdb038dda0847dd988d
cda6f3bfd15c4b4c4525004aa06eeff8ca61783aacec57fb3d1f92b0fe2fd1a85f6724517b65e614ad6808d6f6ee34df
f7310fdc82aebfd904b01e1dc54b2927094b2db68d6f903b68401adebf5a7e08d78ff4ef5d63653a65040cf9bfd4aca7
984a74d37145986780fc0b16ac451649de6188a7dbdf191f64b5fc5e2ab47b57f7f7276cd419c17a3ca8e1b939ae49e4
88acba6b965610b5480109c8b17b80e1b7b750dfc7598d5d5011fd2dcc5600a32ef5b52a1ecc820e308aa342721aac09
43bf6686b64b2579376504ccc493d97e6aed3fb0f9cd71a43dd497f01f17c0e2cb3797aa2a2f256656168e6c496afc5f
b93246f6b1116398a346f1a641f3b041e989f7914f90cc2c7fff357876e506b50d334ba77c225bc307ba537152f3f161
0e4eafe595f6d9d90d11faa933a15ef1369546868a7f3a45a96768d40fd9d03412c091c6315cf4fde7cb68606937380d
b2eaaa707b4c4185c32eddcdd306705e4dc1ffc872eeee475a64dfac86aba41c0618983f8741c5ef68d3a101e8a3b8ca
c60c905c15fc910840b94c00a0b9d0
""".replace("\n", "")

# name, secret key, public key, message, signature
RFC8032 = [
    ("TEST 1", "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
     "d25bf5f0595bbe24655141438e7a100b"),
    ("TEST 2", "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
     "387b2eaeb4302aeeb00d291612bb0c00"),
    ("TEST 3", "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
     "4a7c15e9716ed28dc027beceea1ec40a"),
    ("TEST 1024", "f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5",
     "278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e", MESSAGE_1024,
     "0aab4c900501b3e24d7cdf4663326a3a87df5e4843b2cbdb67cbf6e460fec350aa5371b1508f9f4528ecea23c436d94b"
     "5e8fcd4f681e30a6ac00a9704a188a03"),
    ("TEST SHA(abc)", "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
     "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf", hashlib.sha512(b"abc").hexdigest(),
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e030"
     "3dca179c138ac17ad9bef1177331a704"),
]


def rfc8032():
    tests = []
    for name, secret, public, message, signature in RFC8032:
        key, data = bytes.fromhex(secret), bytes.fromhex(message)
        assert public_key(key).hex() == public, name
        assert sign(key, data).hex() == signature, name
        tests.append({"name": name, "secret_key": secret, "public_key": public_key(key).hex(),
                      "message": message, "signature": signature})
    return {"source": "RFC 8032 section 7.1, the five Ed25519 tests. Keys and signatures were computed again by "
                      "generate.py and agree. All byte strings are hexadecimal.",
            "tests": tests}


# --- RFC 8785: canonical JSON -------------------------------------------------------------------

RFC8785_SAMPLE = r"""{
  "numbers": [333333333.33333329, 1E30, 4.50,
              2e-3, 0.000000000000000000000000001],
  "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
  "literals": [null, true, false]
}"""
RFC8785_SORTING = r"""{
  "\u20ac": "Euro Sign",
  "\r": "Carriage Return",
  "\ufb33": "Hebrew Letter Dalet With Dagesh",
  "1": "One",
  "\ud83d\ude00": "Emoji: Grinning Face",
  "\u0080": "Control",
  "\u00f6": "Latin Small Letter O With Diaeresis"
}"""
SHORT = {0x08: "\\b", 0x09: "\\t", 0x0A: "\\n", 0x0C: "\\f", 0x0D: "\\r", 0x22: '\\"', 0x5C: "\\\\"}


def canonical(value):
    """RFC 8785 for the restricted profile of docs/PROTOCOL.md, section 2."""
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, int) and 0 <= value < 2**53:
        return str(value)
    if isinstance(value, str) and unicodedata.is_normalized("NFC", value):
        return '"' + "".join(SHORT.get(ord(c), f"\\u{ord(c):04x}" if ord(c) < 0x20 else c) for c in value) + '"'
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, dict) and all(k.isascii() for k in value):
        return "{" + ",".join(canonical(k) + ":" + canonical(value[k]) for k in sorted(value)) + "}"
    raise ValueError("outside the profile")


def rfc8785():
    string = json.loads(RFC8785_SAMPLE)["string"]
    assert canonical(string) == r'''"€$\u000f\nA'B\"\\\\\"/"''', "the string of RFC 8785, section 3.2.2"
    names = json.loads(RFC8785_SORTING)
    sorting = "{" + ",".join(
        f"{canonical(k)}:{canonical(names[k])}" if k.isascii() else f'"{k}":{canonical(names[k])}'
        for k in sorted(names, key=lambda k: k.encode("utf-16-be"))) + "}"
    accepted = [
        ("the string of the sample of RFC 8785, section 3.2.2", {"string": string}),
        ("the literals of the sample that the profile has", {"literals": [True, False]}),
        ("members sorted, at every depth", {"b": 1, "a": {"d": [], "c": {}}, "_": [{"z": 0, "y": 0}]}),
        ("keys sort by code unit, not by number or letter", {k: 0 for k in ("a", "B", "10", "9", "1", "aa", "_", "Z")}),
        ("array order stays", {"v": [3, 1, 2]}),
        ("the smallest and the largest integer", {"v": [0, 1, 2**53 - 1]}),
        ("the five short escapes", {"v": "\b\t\n\f\r"}),
        ("other control characters in lower case", {"v": "\x00\x01\x0b\x1a\x1f"}),
        ("quotation mark and backslash, but no solidus", {"v": "\"\\/"}),
        ("delete and C1 controls as they are", {"v": "\x7f\x80"}),
        ("line and paragraph separator as they are", {"v": "\u2028\u2029"}),
        ("Chinese text", {"title": "民生实事项目票决", "reason": "得 52 票,超过全体代表 103 人的半数"}),
        ("a character beyond the basic plane", {"v": "𠮷😀"}),
        ("composed letters", {"v": "é"}),
        ("empty string, array, object", {"a": "", "b": [], "c": {}}),
    ]
    refused = [
        ("the sample of RFC 8785, section 3.2.2, made canonical: floats and null",
         '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
         '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'),
        ("the sample of RFC 8785, section 3.2.3, made canonical: keys that are not ASCII",
         sorting),
        ("null", '{"v":null}'),
        ("a fraction", '{"v":4.5}'), ("a fraction that is whole", '{"v":1.0}'),
        ("an exponent", '{"v":1e3}'), ("an exponent with sign", '{"v":1e+30}'),
        ("a negative integer", '{"v":-1}'), ("negative zero", '{"v":-0}'),
        ("a leading zero", '{"v":01}'), ("a leading plus", '{"v":+1}'),
        ("2^53", '{"v":9007199254740992}'), ("beyond 64 bits", '{"v":18446744073709551616}'),
        ("not a number", '{"v":NaN}'),
        ("a space", '{"v": 1}'), ("a newline at the end", '{"v":1}\n'), ("a tab in front", '\t{"v":1}'),
        ("members out of order", '{"b":1,"a":2}'), ("a member twice", '{"a":1,"a":1}'),
        ("a member twice, once escaped", '{"a":1,"\\u0061":1}'),
        ("an escape that is not needed", '{"v":"\\u0041"}'), ("an escaped solidus", '{"v":"\\/"}'),
        ("an escaped Chinese character", '{"v":"\\u7968"}'),
        ("escapes in capitals", '{"v":"\\u000F"}'), ("a long escape for a short one", '{"v":"\\u000a"}'),
        ("an escaped surrogate pair", '{"v":"\\ud83d\\ude00"}'), ("a lone surrogate", '{"v":"\\ud83d"}'),
        ("a control character as it is", '{"v":"\x01"}'), ("a newline in a string", '{"v":"\n"}'),
        ("a key that is not ASCII", '{"票":1}'), ("decomposed letters", '{"v":"e\u0301"}'),
        ("a trailing comma", '{"v":[1,]}'), ("a comment", '{"v":1/**/}'), ("single quotes", "{'v':1}"),
        ("a missing bracket", '{"v":[1}'), ("two values", '{"v":1}{"v":1}'), ("nothing", ""),
        ("a byte order mark", "\ufeff{\"v\":1}"),
    ]
    for name, text in refused:
        assert not in_profile(text), name
    return {
        "source": "RFC 8785: the samples of sections 3.2.2 and 3.2.3, re-typed. All others were made for the restricted "
                  "profile of docs/PROTOCOL.md section 2 with the canonical form computed by generate.py. "
                  "`accepted`: `value` has exactly the canonical bytes `bytes` (as UTF-8). `refused`: a reader of "
                  "canonical bytes refuses `bytes`. `refused_hex` holds those that are not UTF-8.",
        "accepted": [{"name": n, "value": v, "bytes": canonical(v)} for n, v in accepted],
        "refused": [{"name": n, "bytes": t} for n, t in refused],
        "refused_hex": [{"name": "a byte that is not UTF-8", "bytes": b'{"v":"\xff"}'.hex()},
                        {"name": "an overlong slash", "bytes": b'{"v":"\xc0\xaf"}'.hex()},
                        {"name": "a surrogate in UTF-8", "bytes": b'{"v":"\xed\xa0\x80"}'.hex()}],
    }


def in_profile(text):
    try:
        return canonical(json.loads(text)) == text
    except (ValueError, RecursionError):
        return False


# --- C2SP signed notes and checkpoints ----------------------------------------------------------


def key_id(name, public):
    return sha256(name.encode() + b"\n\x01" + public)[:4]


def verifier_key(name, public):
    return f"{name}+{key_id(name, public).hex()}+{base64.b64encode(b'%c' % 1 + public).decode()}"


def signature_line(name, secret, text):
    public = public_key(secret)
    return f"— {name} {base64.b64encode(key_id(name, public) + sign(secret, text.encode())).decode()}\n"


def read_verifier_key(vkey):
    name, stated, material = vkey.split("+", 2)
    raw = base64.b64decode(material, validate=True)
    assert raw[0] == 1 and len(raw) == 33 and key_id(name, raw[1:]).hex() == stated
    return name, raw[1:]


def decompress(data):
    y = int.from_bytes(data, "little")
    x = recover_x(y & (1 << 255) - 1, y >> 255)
    return x and (x, y & (1 << 255) - 1, 1, x * (y & (1 << 255) - 1) % P)


def good(public, message, signature):
    a, r = decompress(public), decompress(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if not a or not r or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left, right = times(s, G), add(r, times(k, a))
    return compress(left) == compress(right)


def opens(note, vkey):
    """The text of the note if the named key signed it, else None."""
    name, public = read_verifier_key(vkey)
    at = note.rfind("\n\n")
    if at < 0 or not note.endswith("\n"):
        return None
    text, lines = note[:at + 1], note[at + 2:].split("\n")[:-1]
    for line in lines:
        if not line.startswith("— ") or line.count(" ") != 2:
            return None
        try:
            raw = base64.b64decode(line.split(" ")[2], validate=True)
        except ValueError:
            return None
        if line.split(" ")[1] == name and raw[:4] == key_id(name, public):
            return text if good(public, text.encode(), raw[4:]) else None
    return None


SPEC_NOTE = ("This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYN"
             "ZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n")
SPEC_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_NOTE = GO_TEXT + ("\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE"
                     "6RyyBwJnAM=\n")
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
SPEC_CHECKPOINT = ("example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
                   "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9n"
                   "To+zyWE+xeMcTOAYQ8=\n")
ORIGIN = "piaojue.example/510812100/0190f7a2-3c1b-7d4e-8f21-5a6b7c8d9e0f"


def c2sp():
    assert opens(SPEC_NOTE, SPEC_KEY) and opens(GO_NOTE, GO_KEY) == GO_TEXT
    assert GO_TEXT + "\n" + signature_line("PeterNeumann", GO_SEED, GO_TEXT) == GO_NOTE
    log, other = (bytes.fromhex(RFC8032[i][1]) for i in (0, 1))
    log_key, other_key = verifier_key(ORIGIN, public_key(log)), verifier_key("teller-2", public_key(other))
    entries = [bytes.fromhex(leaf) for leaf in LEAVES]
    checkpoints = [checkpoint(entries[:n], log) for n in (0, 1, 5, 8)]
    last = checkpoints[-1]
    both = last["note"] + signature_line("teller-2", other, last["text"])
    assert all(opens(c["note"], log_key) for c in checkpoints)
    assert opens(both, log_key) == opens(both, other_key) == last["text"]
    return {
        "source": "C2SP signed-note and tlog-checkpoint (c2sp.org). `notes`: the example of the signed-note specification, "
                  "and the example of the Go package sumdb/note (golang.org/x/mod, BSD licence), whose private key is "
                  "public and whose signature generate.py computed again. `checkpoint_example` is the example of the "
                  "tlog-checkpoint specification, which gives no key for it, so it can be parsed but not verified. `checkpoints`, "
                  "`two_signatures` and everything refused are NOT published anywhere: generate.py made them with the "
                  "secret keys of RFC 8032 TEST 1 (the log) and TEST 2 (a second signer) over the leaves of rfc6962.json. "
                  "`refused`: no note that the log's key opens. `refused_checkpoint_texts`: no checkpoint, whoever signs.",
        "notes": [
            {"name": "the example of signed-note", "vkey": SPEC_KEY, "text": SPEC_NOTE.split("\n\n")[0] + "\n",
             "note": SPEC_NOTE},
            {"name": "the example of Go's sumdb/note", "vkey": GO_KEY, "text": GO_TEXT, "note": GO_NOTE,
             "secret_key": GO_SEED.hex()},
        ],
        "checkpoint_example": {"note": SPEC_CHECKPOINT, "origin": "example.com/behind-the-sofa", "size": 20852163,
                               "root": base64.b64decode("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=").hex()},
        "log": {"origin": ORIGIN, "vkey": log_key, "secret_key": log.hex()},
        "second_signer": {"name": "teller-2", "vkey": other_key, "secret_key": other.hex()},
        "checkpoints": checkpoints,
        "two_signatures": {"text": last["text"], "note": both},
        "refused": refused_notes(last["note"], log, other, log_key),
        "refused_checkpoint_texts": refused_texts(),
    }


def checkpoint(entries, log):
    root = tree(entries)
    text = f"{ORIGIN}\n{len(entries)}\n{base64.b64encode(root).decode()}\n"
    return {"size": len(entries), "root": root.hex(), "text": text,
            "note": text + "\n" + signature_line(ORIGIN, log, text)}


def refused_notes(note, log, other, vkey):
    """Notes that the log's key does not open."""
    text, mine = note[:note.rindex("\n\n") + 1], note[note.rindex("\n\n") + 2:].rstrip("\n")
    forged = signature_line(ORIGIN, other, text)
    raw = base64.b64decode(mine.split(" ")[2])
    moved = base64.b64encode(key_id(ORIGIN, public_key(log)) + sign(other, text.encode())).decode()
    s = int.from_bytes(raw[36:], "little") + L
    loose = base64.b64encode(raw[:36] + s.to_bytes(32, "little")).decode()
    cases = [
        ("the size changed", note.replace("\n8\n", "\n9\n", 1)),
        ("the origin changed", note.replace("510812100", "510812101", 1)),
        ("no signature by this key", text + "\n" + signature_line("teller-2", other, text)),
        ("signed by another key under the same name", text + "\n" + forged),
        ("the key id of this key over another key's signature", text + f"\n— {ORIGIN} {moved}\n"),
        ("the signature's scalar not reduced", text + f"\n— {ORIGIN} {loose}\n"),
        ("the signature cut short", text + f"\n— {ORIGIN} {base64.b64encode(raw[:-1]).decode()}\n"),
        ("a hyphen for the dash", note.replace("— ", "- ")),
        ("no blank line", note.replace("\n\n", "\n")),
        ("no newline at the end", note[:-1]),
        ("carriage returns", note.replace("\n", "\r\n")),
        ("base64 without padding", text + "\n" + mine.rstrip("=") + "\n"),
        ("base64url", text + "\n— " + ORIGIN + " " + mine.split(" ")[2].replace("+", "-").replace("/", "_") + "\n"),
        ("text only", text),
        ("nothing", ""),
    ]
    out = []
    for name, changed in cases:
        assert changed != note and opens(changed, vkey) is None, name
        out.append({"name": name, "note": changed})
    return out


def refused_texts():
    """Texts that are no checkpoint, whoever signed them."""
    root = base64.b64encode(tree([])).decode()
    return [
        {"name": "no origin", "text": f"\n0\n{root}\n"},
        {"name": "two lines", "text": f"{ORIGIN}\n0\n"},
        {"name": "a leading zero", "text": f"{ORIGIN}\n08\n{root}\n"},
        {"name": "a sign", "text": f"{ORIGIN}\n+8\n{root}\n"},
        {"name": "a size that is no number", "text": f"{ORIGIN}\neight\n{root}\n"},
        {"name": "a size beyond 64 bits", "text": f"{ORIGIN}\n18446744073709551616\n{root}\n"},
        {"name": "a root of 31 bytes", "text": f"{ORIGIN}\n8\n{base64.b64encode(bytes(31)).decode()}\n"},
        {"name": "a root without padding", "text": f"{ORIGIN}\n8\n{root.rstrip('=')}\n"},
        {"name": "a root in hexadecimal", "text": f"{ORIGIN}\n8\n{tree([]).hex()}\n"},
        {"name": "no newline at the end", "text": f"{ORIGIN}\n8\n{root}"},
    ]


# --- files --------------------------------------------------------------------------------------


def main():
    files = {"rfc6962.json": rfc6962(), "rfc8032.json": rfc8032(), "rfc8785.json": rfc8785(),
             "c2sp.json": c2sp()}
    different = []
    for name, value in files.items():
        content = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
        path = HERE / name
        if sys.argv[1:] == ["--check"]:
            if not path.exists() or path.read_text(encoding="utf-8") != content:
                different.append(name)
        else:
            path.write_text(content, encoding="utf-8")
    if different:
        sys.exit("these vectors differ from what generate.py makes: " + ", ".join(different))


if __name__ == "__main__":
    main()
