"""The names of torch.nn, torch.optim, torch.utils.data, torch.linalg and others.

The one rule: a name is here if it does what torch's does; half of one is refused.
"""

from typing import Any

from gdcore.tensors import (
    adaptive,
    autograd,
    batches,
    clipping,
    criteria,
    decompositions,
    elementwise,
    initial,
    layers,
    lbfgs,
    linalg,
    losses,
    module,
    norms,
    optimizer,
    optimizers,
    plateau,
    products,
    schedulers,
    states,
)
from gdcore.tensors.binding import Names, bound, family, with_session
from gdcore.tensors.devices import NO_CUDA
from gdcore.tensors.session import Session
from gdcore.tensors.tensor import Tensor, wrap

LAYERS = (
    layers.Linear,
    layers.Sequential,
    layers.ModuleList,
    layers.Identity,
    layers.Flatten,
    layers.ReLU,
    layers.Sigmoid,
    layers.Tanh,
    criteria.MSELoss,
    criteria.L1Loss,
    criteria.SmoothL1Loss,
    criteria.HuberLoss,
)
OPTIMIZERS = (
    optimizer.Optimizer,
    optimizers.SGD,
    adaptive.Adam,
    adaptive.AdamW,
    optimizers.RMSprop,
    optimizers.Adagrad,
    lbfgs.LBFGS,
)
SCHEDULERS = (
    schedulers.LRScheduler,
    schedulers.LambdaLR,
    schedulers.StepLR,
    schedulers.MultiStepLR,
    schedulers.ExponentialLR,
    schedulers.CosineAnnealingLR,
    plateau.ReduceLROnPlateau,
)


def _named(*things: Any) -> Names:
    return {thing.__name__: thing for thing in things}


def nn(session: Session) -> dict[str, Names]:
    """torch.nn and what is below it."""
    base = bound(session, module.Module, (), states.METHODS)
    made = family(session, LAYERS, {module.Module: base})
    named = {kind.__name__: one for kind, one in made.items()}
    named |= {"Module": base, "Parameter": session.parameter}
    activations = {n: elementwise.FUNCTIONS[n] for n in ("relu", "sigmoid", "tanh")}
    losses_of = (
        losses.mse_loss,
        losses.l1_loss,
        losses.smooth_l1_loss,
        losses.huber_loss,
    )
    clip = (
        clipping.clip_grad_norm_,
        clipping.clip_grad_value_,
        clipping.parameters_to_vector,
        clipping.vector_to_parameters,
    )
    starts = {n: f for n, f in vars(initial).items() if n.endswith("_") and n[0] != "_"}
    return {
        "torch.nn": named,
        "torch.nn.functional": _named(products.linear, *losses_of) | activations,
        "torch.nn.init": starts | {"calculate_gain": initial.calculate_gain},
        "torch.nn.parameter": {"Parameter": session.parameter},
        "torch.nn.modules": dict(named),
        "torch.nn.utils": _named(*clip),
    }


def optim() -> dict[str, Names]:
    """torch.optim and its schedulers."""
    return {
        "torch.optim": _named(*OPTIMIZERS),
        "torch.optim.lr_scheduler": _named(*SCHEDULERS),
        "torch.optim.optimizer": _named(optimizer.Optimizer),
    }


def data(session: Session) -> dict[str, Names]:
    """torch.utils and torch.utils.data."""
    loader = bound(session, batches.DataLoader, (), {})
    kinds = (batches.Dataset, batches.TensorDataset, batches.Subset, loader)
    split = with_session(session, {"random_split": batches.random_split})
    return {"torch.utils": {}, "torch.utils.data": _named(*kinds) | split}


def rest(session: Session) -> dict[str, Names]:
    """torch.linalg, torch.autograd, and what programs ask about machines."""
    return {
        "torch.linalg": _linalg(),
        "torch.autograd": _autograd(),
        "torch.cuda": {
            "is_available": lambda: False,
            "device_count": lambda: 0,
            "manual_seed": _nothing,
            "manual_seed_all": _nothing,
            "current_device": _no_cuda,
            "get_device_name": _no_cuda,
        },
        "torch.backends": {},
        "torch.backends.cudnn": {"is_available": lambda: False},
        "torch.backends.mps": {"is_available": lambda: False},
    }


def _nothing(seed: int) -> None:
    """There is no such generator here."""


def _no_cuda(device: Any = None) -> Any:
    raise AssertionError(NO_CUDA)


def _linalg() -> Names:
    solvers = (
        linalg.solve,
        linalg.inv,
        decompositions.pinv,
        linalg.lstsq,
        decompositions.eigvalsh,
        decompositions.eigh,
        decompositions.svdvals,
        decompositions.svd,
        decompositions.qr,
        decompositions.cholesky,
    )
    sizes = (
        norms.norm,
        norms.vector_norm,
        norms.matrix_norm,
        norms.cond,
        norms.matrix_rank,
        norms.det,
    )
    return _named(*solvers, *sizes) | {"LinAlgError": linalg.LinAlgError}


def _autograd() -> Names:
    def variable(data: Tensor, requires_grad: bool = False) -> Tensor:
        """A tensor, as it is; of the days before torch 0.4."""
        return wrap(data.session, data.array, wants=requires_grad)

    return {
        "backward": autograd.backward_of,
        "grad": autograd.grad,
        "gradcheck": autograd.gradcheck,
        "Variable": variable,
    }
