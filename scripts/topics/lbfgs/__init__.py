"""Why does L-BFGS need a dozen evaluations? Its closure, its search, and its limits.

The one rule: the cost is evaluations of the loss, with or without its gradient.
"""

from typing import Any

from scripts.drawing.declarations import Animation, Figure, Topic
from scripts.topics.lbfgs import curves, kinks, runs, thread
from scripts.topics.lbfgs import explorer as opened
from scripts.topics.lbfgs import figures as pictures
from scripts.topics.lbfgs import numbers as tell


def compute() -> dict[str, Any]:
    """Everything the page shows; about four seconds."""
    return {
        "closures": thread.closures(),
        "defaults": thread.defaults(),
        "methods": thread.methods(),
        "searches": runs.searches(),
        "conjugate": runs.conjugate(),
        "rosenbrock": runs.rosenbrock(),
        "noise": runs.noise(),
        "kinks": kinks.kinks(),
    }


TOPIC = Topic(
    compute=compute,
    numbers=tell.numbers,
    figures=(
        Figure(
            "methods",
            pictures.draw_methods,
            alt="Loss against evaluations on the thread's problem, both on log scales: "
            "L-BFGS is at the solution after {end_evaluations_lbfgs} evaluations, "
            "conjugate gradients after {evaluations_cg}, momentum after "
            "{evaluations_momentum:,}, gradient descent after {evaluations_gd:,}.",
            explorer=opened.methods,
            size=(6.4, 3.8),
        ),
        Figure(
            "searches",
            pictures.draw_searches,
            alt="The loss along one direction. Backtracking halves t from 1 and takes "
            "the first point below the Armijo line, t = {search_backtracking_t}. "
            "Strong Wolfe takes t = {search_wolfe_t:.3f}, inside the zone that is low "
            "enough and flat enough.",
            explorer=opened.banana,
            size=(6.4, 3.5),
            columns=2,
        ),
        Figure(
            "conjugate",
            pictures.draw_conjugate,
            alt="Left: the two steps of L-BFGS with exact search lie on those of "
            "conjugate gradients. Right: with 20 parameters the two runs agree to "
            "rounding after 5 steps and have parted after 20.",
            explorer=opened.conjugate,
            size=(6.4, 3.6),
            columns=2,
        ),
        Figure(
            "thread",
            pictures.draw_thread,
            alt="Loss against evaluations of the thread's loop: the right closure "
            "ends after {evaluations_right_closure}; the thread's own climbs to "
            "{largest_loss_thread_closure:.1e} and ends after "
            "{evaluations_thread_closure}.",
            explorer=opened.single,
            size=(6.4, 3.8),
        ),
        Figure(
            "default",
            pictures.draw_default,
            alt="Without a line search float64 stays near {default_loss:.1f} for "
            "{default_evaluations:,} evaluations, while float32, and float64 with the "
            "loss times 9, are done within about a dozen.",
            explorer=opened.thread,
            size=(6.4, 3.6),
        ),
        Figure(
            "threshold",
            pictures.draw_threshold,
            alt="Left: from the third step on y^T s in float64 is "
            "{default_product:.1e}, below the limit 1e-10, so no pair is kept. Right: "
            "multiplied by more than {factor_measured:.3f} the same loss is "
            "solved in {evaluations_scaled} evaluations; below, not in a thousand.",
            explorer=opened.thread,
            size=(6.4, 3.6),
            columns=2,
        ),
        Figure(
            "rosenbrock",
            curves.draw_rosenbrock,
            alt="Rosenbrock's function against evaluations, both log: L-BFGS is below "
            "1e-8 after {rosenbrock_lbfgs}, momentum after {rosenbrock_momentum}, "
            "gradient descent after {rosenbrock_gd:,}.",
            explorer=opened.banana,
            size=(6.4, 3.6),
        ),
        Figure(
            "noise",
            curves.draw_noise,
            alt="Left: with two batches the measured curvature has the wrong sign in "
            "{negative_short:.0%} of draws at short steps, as predicted. Right: after "
            "40 minibatch steps L-BFGS is {batch_one:.1e} above the least loss, "
            "plain minibatch descent {batch_sgd:.1e}.",
            explorer=opened.noise,
            size=(6.4, 3.6),
            columns=2,
        ),
        Figure(
            "kinks",
            curves.draw_kinks,
            alt="Mean absolute error along the last direction: a fall, a kink, a rise. "
            "The slope jumps from {mae_before:.2f} to {mae_after:.3f} of its first "
            "value, across the zone between -0.9 and 0.9 where a strong Wolfe search "
            "must end.",
            explorer=opened.kinks,
            size=(6.4, 3.5),
            columns=2,
        ),
    ),
    animations=(
        Animation(
            "banana",
            curves.animate_banana,
            alt="Three runs on Rosenbrock's curved valley. After "
            "{rosenbrock_evaluations} evaluations L-BFGS is at the minimum, heading "
            "for the center of its quadratic model's ellipse each time; momentum is "
            "part of the way, gradient descent has hardly moved along the valley.",
            explorer=opened.banana,
            frames=120,
            size=(6.4, 4.0),
        ),
    ),
)
