"""What is odd about residuals that their steps descend on.

The one rule: only what no sensible data would show: a target that is one number, or
the feature itself; two columns that are one.
"""

import numpy as np

from gdcore.programs.verdict import Verdict


def suspicion(verdict: Verdict) -> str:
    """ "one target", "one feature", "target is feature", "" if nothing."""
    jacobian, offset = verdict.jacobian, verdict.offset
    if jacobian is None or offset is None or len(offset) < 4:
        return ""
    if np.ptp(offset) < 1e-9 * (np.abs(offset).max() + 1e-300):
        return "one target"
    constant = np.ptp(jacobian, axis=0) < 1e-9 * np.abs(jacobian).max(axis=0)
    if constant.all() and jacobian.shape[1] > 1:
        return "one feature"
    if constant.sum() > 1:
        return "two constants"
    for j in np.flatnonzero(~constant):
        for sign in (1, -1):
            off = np.linalg.norm(offset - sign * jacobian[:, j])
            if off < 1e-6 * np.linalg.norm(offset):
                return "target is feature"
    return ""
