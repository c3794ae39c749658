"""What makes an emergency, as truths over the answers: the conditions of Q1, Q2 and Q3.

Their inputs do not overlap, and an unknown input leaves a condition undetermined while it could still hold.
"""

from backend.domain.eligibility.answers import Answers
from backend.domain.eligibility.logic import Inputs, Truth, all_of, any_of, pivotal
from backend.handbook.model.checklist import OTHER, UNKNOWN
from backend.handbook.model.handbook import Handbook

SYMPTOM, SYMPTOM_SEVERE = "symptom", "symptom_severe"

_SEVERITY_2_RULE = "E4"
"""The entitlement rule under which a severity 2 is an emergency too."""


def security_inputs(answers: Answers) -> dict[str, Truth]:
    """Collect the input of Q1."""
    return {"compromise": answers.truth("compromise")}


def security(inputs: Inputs) -> Truth:
    """Judge Q1: a compromise is suspected."""
    return inputs["compromise"]


def strict_inputs(answers: Answers, entitlement_rule: str, handbook: Handbook) -> dict[str, Truth]:
    """Collect the inputs of Q2; `degraded` is one only for those whose plan covers severity 2."""
    scope = answers["scope"]
    wide = None if scope == UNKNOWN else scope in handbook.emergency.wide_scopes
    inputs = {"production": answers.truth("production"), "unusable": answers.truth("unusable"), "scope": wide}
    if entitlement_rule == _SEVERITY_2_RULE:
        inputs["degraded"] = answers.truth("degraded")
    return inputs


def strict(inputs: Inputs) -> Truth:
    """Judge Q2: production is unusable for all or most, or degraded where that counts."""
    unusable = all_of((inputs["unusable"], inputs["scope"]))
    return all_of((inputs["production"], any_of((unusable, inputs.get("degraded", False)))))


def exception_inputs(answers: Answers, handbook: Handbook) -> dict[str, Truth]:
    """Collect the inputs of Q3: the exception criteria and, once a row is chosen, how bad the symptom is."""
    inputs = {key: answers.truth(key) for key in handbook.emergency.criteria}
    symptom = answers[SYMPTOM]
    if symptom not in (OTHER, UNKNOWN):
        always = handbook.emergency.matrix[symptom].always
        inputs[SYMPTOM_SEVERE] = True if always else answers.truth(SYMPTOM_SEVERE)
    return inputs


def missing(answers: Answers, entitlement_rule: str, handbook: Handbook) -> tuple[str, ...]:
    """List the unknown inputs that still decide Q1, Q2 or Q3, in the order of the questions."""
    deciding = (
        pivotal(security, security_inputs(answers))
        | pivotal(strict, strict_inputs(answers, entitlement_rule, handbook))
        | _open_exceptions(exception_inputs(answers, handbook))
    )
    return tuple(key for key in handbook.emergency.questions if key in deciding)


def _open_exceptions(inputs: Inputs) -> frozenset[str]:
    """Do what `pivotal` does for a rule that any one input makes true, without trying every completion."""
    if any_of(inputs.values()):
        return frozenset()
    return frozenset(key for key, value in inputs.items() if value is None)
