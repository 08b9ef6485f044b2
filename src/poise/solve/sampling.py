"""Draws from a density that is known but for a factor, through NumPyro: the density is any function of lanes."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, final

import numpy as np

from ..errors import InputError

_STEP = 1e-4  # of the differences that give NUTS its gradient, in standard deviations
_TRIES = 40  # of finding starts
_KEPT = 8  # ensembles of values that are remembered: samplers ask again for where they stand


@dataclass(frozen=True)
class Draws:
    """What a sampler gave.

    Attributes:
        x: (chains, draws, n).
        acceptance: share of proposals taken.
        divergences: draws whose path broke down (NUTS), 0 for others.
        calls: of the density, each with many lanes.
    """

    x: Any
    acceptance: float
    divergences: int
    calls: int


class Sampler(ABC):
    """A way to sample.

    Attributes:
        draws, warmup: of each chain; those of the warm-up are thrown away.
        references: of the papers.
        effort: calls of the density for one draw of all chains, about.
    """

    draws: int
    warmup: int
    references: ClassVar[tuple[str, ...]]
    effort: ClassVar[float]

    @abstractmethod
    def chains_of(self, n: int) -> int:
        """How many chains (walkers) are drawn side by side for n variables."""

    @abstractmethod
    def kernel(self, density: Callable[[Any], Any], n: int) -> Any:
        """The NumPyro kernel for a log density, (n, lanes) to (lanes,)."""


@final
@dataclass(frozen=True)
class AffineInvariant(Sampler):
    """Walkers that propose steps along the differences between others: differential evolution and stretch moves.

    Attributes:
        walkers: an even number, at least 2 (n + 1); 4 n, and no fewer than 12, unless given.
        draws, warmup: of each walker.

    Source: Goodman & Weare 2010 (goodman_weare_2010); Nelson, Ford & Payne 2013.
    """

    walkers: int | None = None
    draws: int = 1000
    warmup: int = 500
    references: ClassVar[tuple[str, ...]] = ("goodman_weare_2010", "phan_2019")
    effort: ClassVar[float] = 2.7

    def chains_of(self, n: int) -> int:
        """See `Sampler.chains_of`."""
        return _walkers(self.walkers, n)

    def kernel(self, density: Callable[[Any], Any], n: int) -> Any:
        """See `Sampler.kernel`."""
        from numpyro.infer import AIES

        moves = {AIES.DEMove(): 0.5, AIES.StretchMove(): 0.5}
        return AIES(potential_fn=_potential(density, n), randomize_split=True, moves=moves)


@final
@dataclass(frozen=True)
class EnsembleSlice(Sampler):
    """Slice sampling along the differences between walkers: more calls a draw, and draws less alike.

    Attributes:
        walkers, draws, warmup: as of `AffineInvariant`.

    Source: Karamanis & Beutler 2021 (karamanis_beutler_2021).
    """

    walkers: int | None = None
    draws: int = 1000
    warmup: int = 500
    references: ClassVar[tuple[str, ...]] = ("karamanis_beutler_2021", "phan_2019")
    effort: ClassVar[float] = 22.0

    def chains_of(self, n: int) -> int:
        """See `Sampler.chains_of`."""
        return _walkers(self.walkers, n)

    def kernel(self, density: Callable[[Any], Any], n: int) -> Any:
        """See `Sampler.kernel`."""
        from numpyro.infer import ESS

        return ESS(potential_fn=_potential(density, n), moves={ESS.DifferentialMove(): 1.0})


@final
@dataclass(frozen=True)
class Nuts(Sampler):
    """Hamiltonian paths that turn back of themselves; gradients by differences, 2 n + 1 lanes for each chain.

    Attributes:
        chains: independent ones, side by side.
        draws, warmup: of each chain.

    Source: Hoffman & Gelman 2014 (hoffman_gelman_2014).
    """

    chains: int = 4
    draws: int = 1000
    warmup: int = 500
    references: ClassVar[tuple[str, ...]] = ("hoffman_gelman_2014", "phan_2019")
    effort: ClassVar[float] = 8.0

    def chains_of(self, n: int) -> int:
        """See `Sampler.chains_of`."""
        if self.chains < 1:
            raise InputError(f"chains: {self.chains}; give 1 or more")
        return self.chains

    def kernel(self, density: Callable[[Any], Any], n: int) -> Any:
        """See `Sampler.kernel`."""
        from numpyro.infer import NUTS

        return NUTS(potential_fn=_potential_with_gradient(density, n), dense_mass=True, max_tree_depth=7)


def _whole(given: Any, what: str) -> int:
    """A number of draws."""
    if isinstance(given, bool) or not isinstance(given, int) or not 10 <= given <= 10_000_000:
        raise InputError(f"{what}: '{given}'; give a whole number from 10 to 10 million")
    return given


def _walkers(given: int | None, n: int) -> int:
    """A number of walkers that can span n dimensions in halves."""
    if given is None:
        return max(12, 4 * n)
    if given % 2 or given < 2 * (n + 1):
        raise InputError(f"walkers: {given}; give an even number, at least {2 * (n + 1)} for {n} parameters")
    return given


def sample(
    sampler: Sampler,
    density: Callable[[Any], Any],
    centre: Any,
    root: Any,
    *,
    seed: int,
    progress: Callable[[int], None] | None = None,
) -> Draws:
    """Draws from a density.

    Args:
        sampler: how.
        density: log density, x of shape (n, lanes) to (lanes,); -inf or nan where it is 0.
        centre: where the density is high, (n,).
        root: a factor of its covariance, (n, n), covariance = root root^T: what is sampled is z in x = centre + root z.
        seed: of all randomness: the same seed, the same draws.
        progress: called with the number of calls so far.

    Raises:
        InputError: no start has a density, or too few chains.
    """
    import jax
    from numpyro.infer import MCMC

    n = len(centre)
    chains, draws, warmup = sampler.chains_of(n), _whole(sampler.draws, "draws"), _whole(sampler.warmup, "warmup")
    called = _Called(lambda z: np.asarray(density(centre[:, None] + root @ z), float), progress)
    starts = _starts(called, n, chains, np.random.default_rng(seed))
    with jax.enable_x64(True):
        import jax.numpy as jnp

        mcmc = MCMC(
            sampler.kernel(called, n),
            num_warmup=warmup,
            num_samples=draws,
            num_chains=chains,
            chain_method="vectorized",
            progress_bar=False,
        )
        # one chain: NumPyro wants no axis of chains
        start = jnp.asarray(starts if chains > 1 else starts[0])
        fields = ("accept_prob", "diverging") if isinstance(sampler, Nuts) else ()
        mcmc.run(jax.random.PRNGKey(seed), init_params=start, extra_fields=fields)
        z = np.asarray(mcmc.get_samples(group_by_chain=True)).reshape(chains, draws, n)
        extra = {name: np.asarray(value) for name, value in mcmc.get_extra_fields().items()} if fields else {}
        inner = getattr(mcmc.last_state, "inner_state", None)
        taken = getattr(inner, "mean_accept_prob", 1.0) if not extra else extra["accept_prob"].mean()
    if called.error is not None:
        raise called.error
    return Draws(centre + z @ root.T, float(taken), int(extra.get("diverging", np.zeros(1)).sum()), called.calls)


def _starts(density: "_Called", n: int, chains: int, random: Any) -> Any:
    """Points (chains, n) with a density, drawn about the centre; nearer to it until they have one."""
    found = random.standard_normal((chains, n))
    for attempt in range(_TRIES):
        lost = ~np.isfinite(density(found.T))
        if not lost.any():
            return found
        found[lost] = 0.8**attempt * random.standard_normal((int(lost.sum()), n))
    if density.error is not None:
        raise density.error
    raise InputError("the posterior has no density about the best fit; check the bounds and the priors")


class _Called:
    """The density as it is called back by compiled code: bits in, bits out, what was asked before from memory."""

    def __init__(self, density: Callable[[Any], Any], progress: Callable[[int], None] | None) -> None:
        self.calls = 0
        self.error: Exception | None = None
        self._density = density
        self._progress = progress
        self._known: dict[bytes, float] = {}

    def __call__(self, z: Any) -> Any:
        """Log density of points (n, lanes); nan becomes -inf."""
        keys = [column.tobytes() for column in z.T]
        fresh = [k for k, key in enumerate(keys) if key not in self._known]
        if fresh and self.error is None:
            self.calls += 1
            if self._progress is not None:
                self._progress(self.calls)
            try:
                values = self._density(z[:, fresh])
            except Exception as error:  # it must not pass through compiled code; `sample` raises it
                self.error = error
                values = np.full(len(fresh), -np.inf)
            if len(self._known) > _KEPT * len(keys):
                self._known = {key: self._known[key] for key in keys if key in self._known}
            self._known |= {keys[k]: float(v) for k, v in zip(fresh, values, strict=True)}
        found = np.array([self._known.get(key, -np.inf) for key in keys])
        return np.where(np.isnan(found), -np.inf, found)


def _potential(density: Callable[[Any], Any], n: int) -> Callable[[Any], Any]:
    """The negative log density as JAX calls it."""
    return lambda z: _called_back(lambda points: -density(points.T)[:, None], z, n, 1)[0]


def _potential_with_gradient(density: Callable[[Any], Any], n: int) -> Callable[[Any], Any]:
    """The same with a gradient by central differences."""
    import jax

    def both(points: Any) -> Any:
        count = len(points)
        offsets = _STEP * np.concatenate([np.zeros((1, n)), np.eye(n), -np.eye(n)])
        values = -density((points[:, None, :] + offsets).reshape(-1, n).T).reshape(count, 2 * n + 1)
        with np.errstate(invalid="ignore"):
            slopes = (values[:, 1 : n + 1] - values[:, n + 1 :]) / (2.0 * _STEP)
        return np.concatenate([values[:, :1], np.where(np.isfinite(slopes), slopes, 0.0)], axis=1)

    def value_and_slope(z: Any) -> Any:
        return _called_back(both, z, n, n + 1)

    @jax.custom_vjp
    def potential(z: Any) -> Any:
        return value_and_slope(z)[0]

    def forward(z: Any) -> Any:
        found = value_and_slope(z)
        return found[0], found[1:]

    potential.defvjp(forward, lambda slopes, change: (change * slopes,))
    return potential


def _called_back(function: Callable[[Any], Any], z: Any, n: int, size: int) -> Any:
    """A function of points (points, n) to (points, size), called for z of shape (n,), all lanes of a vmap together.

    Numbers travel as their bits: the thread that calls back may not have JAX's double precision switched on.
    """
    import jax
    import jax.numpy as jnp

    def called(bits: Any) -> Any:
        whole = np.ascontiguousarray(np.asarray(bits))
        points = whole.view(np.float64).reshape(-1, n)
        found = np.ascontiguousarray(np.asarray(function(points), np.float64))
        return found.view(np.uint32).reshape(*whole.shape[:-2], size, 2)

    bits = jax.lax.bitcast_convert_type(z, jnp.uint32)
    shape = jax.ShapeDtypeStruct((size, 2), jnp.uint32)
    found = jax.pure_callback(called, shape, bits, vmap_method="broadcast_all")
    return jax.lax.bitcast_convert_type(found, jnp.float64)


def diagnostics(x: Any) -> tuple[Any, Any]:
    """Split r_hat and the number of independent draws that they are worth, each (n,), of (chains, draws, n).

    Source: Vehtari, Gelman et al. 2021, Bayesian Anal. 16:667; as computed by NumPyro.
    """
    from numpyro.diagnostics import effective_sample_size, split_gelman_rubin

    x = np.asarray(x, float)
    return np.asarray(split_gelman_rubin(x)), np.asarray(effective_sample_size(x))
