"""Makes the extracts of MNIST and Fashion-MNIST that lie beside this file from the full sets, or checks them.

    python3 papers/images/extract.py DATA_FOLDER           (writes; DATA_FOLDER holds mnist/ and fashion-mnist/)
    python3 papers/images/extract.py DATA_FOLDER --check   (compares what is there)

The full files must have the digests that are pinned below, which are those of the manifest; so must what comes of them: first
the bytes of the images and labels themselves, then the compressed file. Another zlib may compress the same bytes otherwise:
that is said, and such a file is not written. `./plumb data --fetch --profile full` gets the full files.
"""

import gzip
import hashlib
import io
import struct
import sys
from pathlib import Path

here = Path(__file__).resolve().parent

# Full file, its SHA-256; extract, items taken from the start, SHA-256 of its IDX content and of the compressed file.
FILES = [
    (
        "mnist/train-images-idx3-ubyte.gz", "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
        "mnist/train-images.idx.gz", 12000, "dcb5db4d00d217c253d297e530dbd4ee402e840c88dfbb51ac744c47306c98c1",
        "46f589e77b12d1fdafdb8bb74390d08fa23861f7815f1506adbf64cedbdcf6f6",
    ),
    (
        "mnist/train-labels-idx1-ubyte.gz", "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
        "mnist/train-labels.idx.gz", 12000, "2c90b8c2199fe10795e2ce1bdba6c1f0d101391374b748823bdf06b4f282b679",
        "56eb3e45f55e87ab4169a54426ef5691205b58ceb3a98fe17d08a3078c4abb73",
    ),
    (
        "mnist/t10k-images-idx3-ubyte.gz", "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
        "mnist/test-images.idx.gz", 2000, "3f6bd66dee48df299584c67669bceee490faa25f931496bd7473b42106d7daed",
        "74533fb890e3bad361d9e017c363d263b51060a0d3ccccd54740633cf2918c31",
    ),
    (
        "mnist/t10k-labels-idx1-ubyte.gz", "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
        "mnist/test-labels.idx.gz", 2000, "7b098e5f6a3065807cebeabf36fb1724a8aff19f2673ac08b4923e0e8c715bce",
        "8a97eeec2499289d406fd55fec117adc391bee47c640be5bf30c340a8de72fa5",
    ),
    (
        "fashion-mnist/train-images-idx3-ubyte.gz", "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
        "fashion-mnist/train-images.idx.gz", 12000, "39fed60d923648a6a26c8891a4a29115b7c8277438b70da22b9c4ba97262f3b4",
        "66b7f83a0aed1bf2a07205fcbacb3579326a5fc1e2460f40b1ac0ace7624410b",
    ),
    (
        "fashion-mnist/train-labels-idx1-ubyte.gz", "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
        "fashion-mnist/train-labels.idx.gz", 12000, "d3ceaa7f344b00d0a41770262dfcc5d3093a9f5ea49aadeabb5631e7d67e4323",
        "e9ff703650b076628d79b6ad4ecd728a61a1ec423ddb65bcd82e1f41a1f16105",
    ),
    (
        "fashion-mnist/t10k-images-idx3-ubyte.gz", "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
        "fashion-mnist/test-images.idx.gz", 2000, "862035b0a96959b614c9574f4c2b0ae9584ca234813e8d6d7adb7838b12ca46b",
        "a2d469e967c6f16f941e652e24b2bc5422a63b1a71325ff49da1bb5a3350b4dc",
    ),
    (
        "fashion-mnist/t10k-labels-idx1-ubyte.gz", "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
        "fashion-mnist/test-labels.idx.gz", 2000, "aa3f574d30afaf0d4d9da084a6f8541771e20693d6a97fae6e9a4953fca8f078",
        "09e12ea2704e7fc948433dfc4fc0c69cf8e2e18611cf6b3b80e6ad82dec4dcba",
    ),
]  # fmt: skip


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def first_items(idx, count):
    """The IDX file of the first `count` items of an IDX file of bytes."""
    dimensions = idx[3]
    sizes = struct.unpack(f">{dimensions}I", idx[4 : 4 + 4 * dimensions])
    item = 1
    for size in sizes[1:]:
        item *= size
    assert idx[:3] == b"\0\0\x08" and len(idx) == 4 + 4 * dimensions + sizes[0] * item and count <= sizes[0]
    header = idx[:4] + struct.pack(f">{dimensions}I", count, *sizes[1:])
    return header + idx[4 + 4 * dimensions : 4 + 4 * dimensions + count * item]


def compressed(data):
    """The same bytes on every call: no name and no time in the header."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as file:
        file.write(data)
    return buffer.getvalue()


def main():
    data = Path(sys.argv[1])
    checks = "--check" in sys.argv[2:]
    faults = []
    for full, full_digest, extract, count, content_digest, file_digest in FILES:
        source, target = data / full, here / extract
        whole = source.read_bytes()
        if sha256(whole) != full_digest:
            faults.append(f"{source}: its SHA-256 is {sha256(whole)}, not {full_digest}")
            continue
        content = first_items(gzip.decompress(whole), count)
        packed = compressed(content)
        if sha256(content) != content_digest:
            faults.append(f"{extract}: its content has the SHA-256 {sha256(content)}, not {content_digest}")
        elif checks:
            there = target.read_bytes()
            if sha256(there) != file_digest or gzip.decompress(there) != content:
                faults.append(f"{extract}: it is not what comes of {source}")
        elif sha256(packed) != file_digest:
            faults.append(f"{extract}: this zlib compresses the same bytes otherwise; it is not written")
        else:
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(packed)
        print(f"{extract}: {count} items, {len(packed)} bytes")
    for fault in faults:
        print(fault, file=sys.stderr)
    sys.exit(bool(faults))


main()
