"""Every bounded parameter of every kind at both ends of its range, one at a time: memory that was not asked for, sums that overflow."""
import json, random

from . import inputs
from .outside import Trap
from .project import Hunt, Project


def cases(kinds, rules):
    for kind in sorted(kinds):
        for key in sorted(rules[kind]):
            for end in sorted(set(inputs.ends(rules[kind][key]))):
                if key not in ("timeout", "transient"):
                    yield kind, key, end


def hunt(rounds, seed, parent):
    random.seed(seed)
    result, counts, project = Hunt("ends", seed), {}, Project(parent)
    kinds, outputs, rules = inputs.catalogue()
    try:
        project.environment = Trap(project).environment
        trap = Trap(project)
        for kind, key, end in list(cases(kinds, rules)) * rounds:
            result.rounds += 1
            stage = random.choice([stage for stage in kinds[kind] if key in stage["parameters"]] or kinds[kind])
            case = inputs.Case(stage, outputs, rules, {**json.loads(json.dumps(stage["parameters"])), key: end})
            inputs.one_round(result, project, trap, case, counts, kind)
        inputs.print_counts(counts)
        return result.end()
    finally:
        project.remove()
