"""What torch refuses of dtypes, devices and plain Python, in which words.

The one rule: as for `tensor_refusals`, of which this is the second part.
"""

import numpy as np

from tests.gdcore.tensor_refusals import Refusal, linear

R, V, T = RuntimeError, ValueError, TypeError
KINDS = {
    "matmul of two kinds": Refusal(
        R,
        "expected m1 and m2 to have the same dtype, but got: float != double",
        lambda t: t.ones(3, 2) @ t.ones(2, 2).double(),
    ),
    "mv of two kinds": Refusal(
        R,
        "addmv input tensors must have the same dtype, but got Double, Float, and",
        lambda t: t.ones(3, 2) @ t.ones(2).double(),
    ),
    "dot of two kinds": Refusal(
        R,
        "dot : expected both vectors to have same dtype, but found Float and Double",
        lambda t: t.ones(2) @ t.ones(2).double(),
    ),
    "linear of two kinds": Refusal(
        R,
        "mat1 and mat2 must have the same dtype, but got Double and Float",
        lambda t: linear(t, t.ones(3, 1).double()),
    ),
    "linear of integers": Refusal(
        R,
        "mat1 and mat2 must have the same dtype, but got Long and Float",
        lambda t: linear(t, t.ones(3, 1).long()),
    ),
    "linear of an array": Refusal(
        T,
        "linear(): argument 'input' (position 1) must be Tensor, not numpy.ndarray",
        lambda t: linear(t, np.ones((3, 1))),
    ),
    "mean of integers": Refusal(
        R,
        "mean(): could not infer output dtype. Input dtype must be either a floating",
        lambda t: t.tensor([1, 2]).mean(),
    ),
    "std of integers": Refusal(
        R, "std and var only support floating point", lambda t: t.tensor([1, 2]).std()
    ),
    "loss of integers": Refusal(
        NotImplementedError,
        "\"mse_cpu\" not implemented for 'Long'",
        lambda t: t.nn.functional.mse_loss(t.tensor([1]), t.tensor([2])),
    ),
    "float into integers": Refusal(
        R,
        "result type Float can't be cast to the desired output type Long",
        lambda t: t.tensor([1, 2]).add_(1.5),
    ),
    "negative power": Refusal(
        R, "Integers to negative integer powers", lambda t: t.tensor([1, 2]) ** -1
    ),
    "times None": Refusal(
        T,
        "unsupported operand type(s) for *: 'Tensor' and 'NoneType'",
        lambda t: t.ones(2) * None,
    ),
    "None times": Refusal(
        T,
        "unsupported operand type(s) for *: 'NoneType' and 'Tensor'",
        lambda t: None * t.ones(2),
    ),
    "plus a list": Refusal(
        T, "unsupported operand type(s) for +: 'T", lambda t: t.ones(2) + list(range(2))
    ),
    "array times": Refusal(
        T,
        "unsupported operand type(s) for *: 'numpy.ndarray' and 'Tensor'",
        lambda t: np.ones(2) * t.ones(2),
    ),
    "item of many": Refusal(
        R,
        "a Tensor with 2 elements cannot be converted to Scalar",
        lambda t: t.ones(2).item(),
    ),
    "bool of many": Refusal(
        R,
        "Boolean value of Tensor with more than one value is ambiguous",
        lambda t: bool(t.ones(2)),
    ),
    "float of many": Refusal(
        V,
        "only one element tensors can be converted to Python scalars",
        lambda t: float(t.ones(2)),
    ),
    "len of a number": Refusal(
        T, "len() of a 0-d tensor", lambda t: len(t.tensor(1.0))
    ),
    "rows of a number": Refusal(
        T, "iteration over a 0-d tensor", lambda t: list(t.tensor(1.0))
    ),
    "format": Refusal(
        T, "unsupported format string passed to Tensor", lambda t: f"{t.ones(1):.3f}"
    ),
    "ragged": Refusal(
        V,
        "expected sequence of length 2 at dim 1 (got 1)",
        lambda t: t.tensor([[1.0, 2.0], [3.0]]),
    ),
    "text": Refusal(V, "too many dimensions 'str'", lambda t: t.tensor(["a"])),
    "none": Refusal(R, "Could not infer dtype of NoneType", lambda t: t.tensor([None])),
    "from_numpy of a list": Refusal(
        T, "expected np.ndarray (got list)", lambda t: t.from_numpy([1])
    ),
    "from_numpy of text": Refusal(
        T,
        "can't convert np.ndarray of type numpy.str_. The only supported types are",
        lambda t: t.from_numpy(np.array(["a"])),
    ),
    "cuda": Refusal(
        AssertionError, "Torch not compiled with CUDA", lambda t: t.ones(2).cuda()
    ),
    "device": Refusal(
        AssertionError, "Torch not compiled", lambda t: t.ones(2, device="cuda")
    ),
    "default dtype": Refusal(
        T, "only floating-point types are", lambda t: t.set_default_dtype(t.int64)
    ),
    "range": Refusal(
        R, "upper bound and lower bound inconsistent", lambda t: t.arange(3, 0)
    ),
    "singular": Refusal(
        R,
        "torch.linalg.solve: The solver failed because the input matrix is singular.",
        lambda t: t.linalg.solve(t.ones(2, 2), t.ones(2)),
    ),
    "inverse": Refusal(
        R,
        "linalg.inv: The diagonal element 1 is zero, the inversion could not be",
        lambda t: t.linalg.inv(t.zeros(2, 2)),
    ),
    "inverse of integers": Refusal(
        R,
        "linalg.inv: Expected a floating point or complex tensor as input. Got Long",
        lambda t: t.linalg.inv(t.ones(2, 2).long()),
    ),
    "bool subtracted": Refusal(
        R,
        "Subtraction, the `-` operator, with a bool tensor is not supported.",
        lambda t: t.ones(2) - (t.ones(2) > 0),
    ),
    "abs of bool": Refusal(
        NotImplementedError,
        "\"abs_cpu\" not implemented for 'Bool'",
        lambda t: (t.ones(2) > 0).abs(),
    ),
    "exp of a number": Refusal(
        T,
        "exp(): argument 'input' (position 1) must be Tensor, not float",
        lambda t: t.exp(3.0),
    ),
    "mean of an array": Refusal(
        T,
        "mean(): argument 'input' (position 1) must be Tensor, not numpy.ndarray",
        lambda t: t.mean(np.ones(2)),
    ),
    "cat of numbers": Refusal(
        T, "expected Tensor as element 0 in argument 0, but", lambda t: t.cat([1.0])
    ),
    "matmul of an array": Refusal(
        T, "matmul(): argument 'other' ", lambda t: t.matmul(t.ones(2), np.ones(2))
    ),
    "loss of a list": Refusal(
        AttributeError,
        "'list' object has no attribute 'size'",
        lambda t: t.nn.functional.mse_loss(t.ones(2), [1.0, 2.0]),
    ),
    "a word": Refusal(T, "new(): invalid data type 'str'", lambda t: t.tensor("a")),
    "a number among lists": Refusal(
        T, "not a sequence", lambda t: t.tensor([[1, 2], 3])
    ),
    "largest of nothing": Refusal(
        IndexError,
        "argmax(): Expected reduction dim to be specified",
        lambda t: t.zeros(0).argmax(),
    ),
}
