"""Deep, long and broken texts in claims, captions, labels and introductions: the pages, the HTML file and LaTeX's macros."""
import json, os, random

from .locks import small
from .outside import Trap
from .project import Hunt, Project, complaint

PIECES = ["$", "$$", "{", "}", "\\frac{", "\\sqrt{", "\\left(", "\\right)", "x^{", "x_{", "^", "_", "\\text{", "\\mathbb{R}", "\\binom{", "\\hat{", "\\\\",
          "*", "**", "[", "](", "![", "](figures/decay.png)", "> ", "- ", "1. ", "`", "```\n", "~~~\n", "<b>", "<script>", "<!--", "|", "\n", "\n\n", "# ",
          "    ", "\t", "&amp;", "&#0;", "\u0000", "\u202e", "é", "e\u0301", "👩‍👩‍👧", "\ufeff", "a", "1", "\\", "\\$", "%", "#", "&", "~", "\\input{x}",
          "](../../victim)", "](javascript:alert(1))", "![x](../../victim)", "{dimension}", "'", "\""]
CLOSING = {"{": "}", "\\frac{": "}{1}", "\\sqrt{": "}", "\\left(": "\\right)", "x^{": "}", "x_{": "}", "\\text{": "}", "\\hat{": "}", "**": "**", "[": "](a)",
           "$": "$", "`": "`", "*": "*"}


def text():
    """One piece many times over, closed again or not, in a formula or not; or many pieces."""
    if random.random() < 0.5:
        piece, count = random.choice(random.choice([PIECES, list(CLOSING)])), random.choice([10, 100, 1000, 5000, 20000])
        whole = piece * count + random.choice(["1", "", "x"]) + CLOSING.get(piece, "") * random.choice([count, count, count - 1, 0])
    else:
        whole = "".join(random.choice(PIECES) for _ in range(random.choice([5, 30, 200])))
    return random.choice(["{}", "${}$", "$${}$$", "word {} word", "word ${}$ word"]).replace("{}", whole, 1)


def places(content):
    claim, paper, report = content["claims"]["C1"], content["papers"]["paper"], content["reports"]["report"]
    figure = content["figures"]["decay"]["panels"][0]
    return [(claim, key) for key in ("title", "statement", "source", "theory", "method", "discussion")] + [
        (claim["checks"][0], "name"), (claim["figures"][0], "caption"), (paper, "title"), (paper, "authors"), (paper, "venue"), (paper, "introduction"),
        (paper, "link"), (report, "title"), (report, "introduction"), (figure, "title"), (figure["x"], "label"), (figure["y"], "label")]


def hunt(rounds, seed, parent):
    random.seed(seed)
    result, project = Hunt("texts", seed), Project(parent)
    try:
        project.environment = Trap(project).environment
        return result.repeat(rounds, one_round, project, Trap(project))
    finally:
        project.remove()


def one_round(result, project, trap, counts):
    content = small()
    for holder, key in random.sample(places(content), random.choice([1, 1, 2, 5])):
        holder[key] = text()
    bad = json.dumps(content, indent=1).encode()
    project.write("pipeline.json", bad)
    for command in (["run", "--allow-commands"], ["attach", "--html", "r.html", "--latex", "tex", "--crate", "c.zip", "--replace"], ["lock"],
                    ["diff", "--html", "d.html", "--replace"]):
        code, _, error = project.run(*command, limit=60)
        counts[code] = counts.get(code, 0) + 1
        # A diff without a lock has nothing to say; progress of a run stands on lines of its own.
        wrong = complaint(code, error or "-") or trap.change()
        if wrong:
            result.keep(f"{' '.join(command)}: {wrong}", {"pipeline.json": bad})
        if code == 2:
            break
    html = os.path.join(project.root, "r.html")
    if os.path.exists(html):
        with open(html, encoding="utf-8", errors="replace") as file:
            page = file.read().lower()
        if "<script" in page or 'href="javascript' in page or "untouched" in page:
            result.keep("the HTML file holds a script, or a file that is not the project's", {"pipeline.json": bad})
        os.unlink(html)
