"""torch.optim.LBFGS, step by step as torch takes it.

The one rule: every test and every stop stands where it stands in torch, those too that
one would place elsewhere: its losses and its count of evaluations are compared.

Source: torch/optim/lbfgs.py of PyTorch.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gdcore.tensors.dtypes import Array
from gdcore.tensors.inplace import write
from gdcore.tensors.optimizer import Closure, Optimizer, rate_of
from gdcore.tensors.wolfe import Search, Trial, strong_wolfe


@dataclass
class Memory:
    """What one call of `step` leaves to the next."""

    d: Any = None
    t: Any = None
    changes: list[Array] = field(default_factory=list)  # of the gradient
    moves: list[Array] = field(default_factory=list)
    ro: list[Any] = field(default_factory=list)
    scale: Any = 1
    before: Any = None  # the gradient before

    def learn(self, g: Array, most: int) -> None:
        """Keep the last move, if the gradient grew along it."""
        y, s = g - self.before, self.d * self.t
        ys = y.dot(s)
        if ys > 1e-10:
            if len(self.changes) == most:
                for kept in (self.changes, self.moves, self.ro):
                    kept.pop(0)
            self.changes.append(y)
            self.moves.append(s)
            self.ro.append(1.0 / ys)
            self.scale = ys / y.dot(y)

    def direction(self, g: Array) -> Array:
        """The two loops: minus the inverse Hessian, as far as known, times g."""
        q, shares = -g, [0.0] * len(self.ro)
        for i in range(len(self.ro) - 1, -1, -1):
            shares[i] = self.moves[i].dot(q) * self.ro[i]
            q = q - shares[i] * self.changes[i]
        r = q * self.scale
        for i, share in enumerate(shares):
            beta = self.changes[i].dot(r) * self.ro[i]
            r = r + (share - beta) * self.moves[i]
        return np.asarray(r)


class LBFGS(Optimizer):
    """Up to max_iter steps a call, each along the direction of the last moves."""

    def __init__(
        self,
        params: Any,
        lr: Any = 1,
        max_iter: int = 20,
        max_eval: int | None = None,
        tolerance_grad: float = 1e-7,
        tolerance_change: float = 1e-9,
        history_size: int = 100,
        line_search_fn: str | None = None,
    ) -> None:
        options = {
            "lr": rate_of(lr),
            "max_iter": max_iter,
            "max_eval": max_iter * 5 // 4 if max_eval is None else max_eval,
            "tolerance_grad": tolerance_grad,
            "tolerance_change": tolerance_change,
            "history_size": history_size,
            "line_search_fn": line_search_fn,
        }
        Optimizer.__init__(self, params, options)
        if len(self.param_groups) != 1:
            raise ValueError(
                "LBFGS doesn't support per-parameter options (parameter groups)"
            )
        self.own = self.param_groups[0]["params"]

    def step(self, closure: Closure) -> Any:  # type: ignore[override]
        """Minimize what the closure computes."""
        self.has_stepped = True
        state = self.state[self.own[0]]
        state.setdefault("func_evals", 0)
        state.setdefault("n_iter", 0)
        session = self.own[0].session
        on, session.grad_enabled = session.grad_enabled, False
        try:
            with np.errstate(all="ignore"):
                first = self.evaluated(closure)
                state["func_evals"] += 1
                self._iterate(closure, float(first), state)
        finally:
            session.grad_enabled = on
        return first

    def _iterate(self, closure: Closure, loss: float, state: dict[str, Any]) -> None:
        group = self.param_groups[0]
        g = self._gradient()
        if np.abs(g).max() <= group["tolerance_grad"]:
            return
        memory: Memory = state.setdefault("memory", Memory())
        evals, change = 1, group["tolerance_change"]
        for n_iter in range(1, group["max_iter"] + 1):
            state["n_iter"] += 1
            slope = self._aim(memory, g, state["n_iter"] == 1)
            memory.before, loss_before = g, loss
            if slope > -change:
                break
            now, count = self._move(
                closure, memory, Trial(0, loss, g, slope), evals, n_iter
            )
            loss, g = now.f, now.g
            memory.t = now.t
            evals += count
            state["func_evals"] += count
            small = np.abs(memory.d * memory.t).max() <= change
            if (
                n_iter == group["max_iter"]
                or evals >= group["max_eval"]
                or np.abs(g).max() <= group["tolerance_grad"]
                or small
                or abs(loss - loss_before) < change
            ):
                break

    def _aim(self, memory: Memory, g: Array, first: bool) -> Any:
        """Set direction and step size; the slope along it."""
        group = self.param_groups[0]
        if first:
            memory.d = -g
        else:
            memory.learn(g, group["history_size"])
            memory.d = memory.direction(g)
        short = min(1.0, 1.0 / np.abs(g).sum()) if first else 1
        memory.t = short * group["lr"]
        return g.dot(memory.d)

    def _move(
        self, closure: Closure, memory: Memory, start: Trial, evals: int, n_iter: int
    ) -> tuple[Trial, int]:
        """One step, searched for or not; and how many evaluations it took."""
        group = self.param_groups[0]
        if group["line_search_fn"] is None:
            self._add(memory.t, memory.d)
            if n_iter == group["max_iter"]:
                return start._replace(t=memory.t), 0
            loss = float(self.evaluated(closure))
            return Trial(memory.t, loss, self._gradient(), 0), 1
        if group["line_search_fn"] != "strong_wolfe":
            raise RuntimeError("only 'strong_wolfe' is supported")
        here = [p.array.copy() for p in self.own]

        def evaluate(t: Any) -> tuple[float, Array]:
            self._add(t, memory.d)
            loss, g = float(self.evaluated(closure)), self._gradient()
            for p, array in zip(self.own, here, strict=True):
                write(p, ..., array)
            return loss, g

        most = group["max_eval"] - evals
        search = Search(evaluate, memory.d, start, group["tolerance_change"], most)
        found = strong_wolfe(search, memory.t)
        self._add(found.t, memory.d)
        return found, search.count

    def _gradient(self) -> Array:
        """The gradient of all parameters, end to end."""
        parts = [
            np.zeros(p.array.size, p.array.dtype)
            if p.own_grad is None
            else p.own_grad.array.reshape(-1)
            for p in self.own
        ]
        return np.concatenate(parts)

    def _add(self, t: Any, d: Array) -> None:
        start = 0
        for p in self.own:
            end = start + p.array.size
            write(p, ..., p.array + t * d[start:end].reshape(p.array.shape))
            start = end
