"""Damaged PDFs, given to attach --into: the report is attached or the file refused in one line; the original stays."""
import json, os, random, zlib

from . import mutate
from .locks import small
from .outside import Trap
from .project import Hunt, Project, complaint, here

TOKENS = [b"obj", b"endobj", b"stream\n", b"endstream", b"/Type /Catalog", b"/Names", b"/EmbeddedFiles", b"/AF", b"/Kids [1 0 R]", b"1 0 R",
          b"99999 0 R", b"<<", b">>", b"[", b"]", b"(", b")", b"xref\n", b"trailer", b"startxref\n0\n%%EOF", b"/Encrypt 1 0 R", b"/Prev 0",
          b"/Size 2147483647", b"/Length 9999999999", b"/FlateDecode", b"/ObjStm", b"/XRef", b"/Sig", b"/ByteRange [0 1 2 3]", b"null", b"\x00"]


def plain():
    """A PDF written by hand, with attachments of somebody else's in a name tree."""
    content = zlib.compress(b"BT /F1 12 Tf (hello) Tj ET")
    parts = [b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Kids [6 0 R] >> >> /AF [5 0 R] >>",
             b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
             b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>",
             b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(content) + content + b"\nendstream",
             b"<< /Type /Filespec /F (notes.txt) /UF (notes.txt) /EF << /F 7 0 R >> >>",
             b"<< /Names [(notes.txt) 5 0 R] /Limits [(notes.txt) (notes.txt)] >>",
             b"<< /Type /EmbeddedFile /Length 2 >>\nstream\nhi\nendstream"]
    data, offsets = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1) + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + table + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, len(data))


def hunt(rounds, seed, parent):
    random.seed(seed)
    result, project = Hunt("pdfs", seed), Project(parent, small())
    try:
        project.environment = Trap(project).environment
        assert project.run("run", "--allow-commands")[0] == 0
        good = [plain()] + [open(os.path.join(project.root, "figures", name), "rb").read() for name in ("decay.pdf",)]
        project.write("good.pdf", good[0])
        project.run("attach", "--into", "good.pdf", "-o", "attached.pdf")
        good.append(open(os.path.join(project.root, "attached.pdf"), "rb").read())
        trap = Trap(project)
        return result.repeat(rounds, one_round, project, trap, good)
    finally:
        project.remove()


def one_round(result, project, trap, good, counts):
    bad = mutate.blob(random.choice(good), good, TOKENS)
    project.write("paper.pdf", bad)
    project.drop("out.pdf")
    code, _, error = project.run("attach", "--into", "paper.pdf", "-o", "out.pdf", limit=60)
    counts[code] = counts.get(code, 0) + 1
    wrong = complaint(code, error) or trap.change()
    if not wrong and code and len(error.strip().splitlines()) > 1:
        wrong = f"an error of several lines: {error!r}"
    if not wrong and open(os.path.join(project.root, "paper.pdf"), "rb").read() != bad:
        wrong = "the original was changed"
    if not wrong and code and os.path.exists(os.path.join(project.root, "out.pdf")):
        wrong = "refused, and written all the same"
    if wrong:
        result.keep(f"attach --into: {wrong}", {"paper.pdf": bad})
