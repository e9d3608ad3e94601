"""Maximum likelihood over positive parameters."""

from collections.abc import Callable, Sequence

_STEPS = 20_000
# Data that cannot tell let a parameter run away; past e^15 nothing changes any more.
_FARTHEST = 15


def positive_maximum(
    log_likelihood: Callable[[Sequence[float]], float], start: Sequence[float]
) -> tuple[tuple[float, ...], float]:
    """The positive parameters under which the data are most likely, and the log-likelihood there.

    Nelder–Mead over the parameters' logarithms, begun anew from where it ended until it no longer
    gets better: the likelihoods have long flat ridges.
    """
    import numpy as np
    from scipy.optimize import minimize

    def parameters(logs: Sequence[float]) -> tuple[float, ...]:
        return tuple(float(p) for p in np.exp(np.clip(logs, -_FARTHEST, _FARTHEST)))

    def loss(logs: Sequence[float]) -> float:
        value = log_likelihood(parameters(logs))
        return -value if np.isfinite(value) else 1e300

    options = {"maxiter": _STEPS, "maxfev": _STEPS, "xatol": 1e-8, "fatol": 1e-9}
    point, best = np.log(np.asarray(start, dtype=float)), float("inf")
    while True:
        found = minimize(loss, point, method="Nelder-Mead", options=options)
        better = best - float(found.fun)
        point, best = found.x, min(best, float(found.fun))
        if better < 1e-7:
            return parameters(point), -best
