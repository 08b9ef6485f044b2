"""Poise: electrical potentials of ionic systems held away from equilibrium.

import poise
model = poise.load("textbook_neuron")
answer = poise.rest(model.set("bath.K+", "10 mM"))
print(answer)
answer.plot.tug_of_war("rest.png")
"""

from typing import TYPE_CHECKING, Any

from .version import __version__ as __version__

if TYPE_CHECKING:
    from . import formulas as formulas
    from .analysis import designs as designs
    from .analysis import reductions as reductions
    from .analysis import runners as runners
    from .analysis import tasks as tasks
    from .analysis.audit import audit as audit
    from .analysis.continue_ import continue_ as continue_
    from .analysis.corrosion import corrosion as corrosion
    from .analysis.designs import distribution as distribution
    from .analysis.energy import energy as energy
    from .analysis.ensemble import ensemble as ensemble
    from .analysis.fits.intervals import ProfileLikelihood as ProfileLikelihood
    from .analysis.fits.intervals import Wald as Wald
    from .analysis.fits.iv_data import IVData as IVData
    from .analysis.fits.parameter import Parameter as Parameter
    from .analysis.fits.rest_data import RestData as RestData
    from .analysis.fits.rest_data import ReversalData as ReversalData
    from .analysis.fits.run_data import RunData as RunData
    from .analysis.iv import iv as iv
    from .analysis.junction_methods import Henderson as Henderson
    from .analysis.junction_methods import NernstPlanck as NernstPlanck
    from .analysis.junction_methods import NernstPlanckPoisson as NernstPlanckPoisson
    from .analysis.junction_methods import Planck as Planck
    from .analysis.knockout import knockout as knockout
    from .analysis.load import load_curve as load_curve
    from .analysis.pn_junction import pn_junction as pn_junction
    from .analysis.pn_line import AbsorbedLight as AbsorbedLight
    from .analysis.pn_line import UniformLight as UniformLight
    from .analysis.potential import potential as potential
    from .analysis.pourbaix import pourbaix as pourbaix
    from .analysis.reductions import reduction as reduction
    from .analysis.rest import rest as rest
    from .analysis.semiconductor import Semiconductor as Semiconductor
    from .analysis.sensitivities.at_time import At as At
    from .analysis.sensitivities.modes import Adjoint as Adjoint
    from .analysis.sensitivities.modes import Forward as Forward
    from .analysis.sensitivity import sensitivity as sensitivity
    from .analysis.shoot import shoot as shoot
    from .analysis.simulate import simulate as simulate
    from .analysis.simulator import prepare as prepare
    from .analysis.sobol import sobol_indices as sobol_indices
    from .analysis.solar import solar_cell as solar_cell
    from .analysis.solar import solar_scan as solar_scan
    from .analysis.steady import steady as steady
    from .bench import bath_change as bath_change
    from .bench import junction as junction
    from .bench import junction_chain as junction_chain
    from .bench import recipe as recipe
    from .bench import solution as solution
    from .chemistry.activity import activity_model as activity_model
    from .chemistry.activity import mean_activity as mean_activity
    from .chemistry.couples import couple as couple
    from .chemistry.kinetics import kinetics as kinetics
    from .chemistry.reference_electrodes import convert_potential as convert_potential
    from .chemistry.reference_electrodes import reference_electrode as reference_electrode
    from .chemistry.species import Species as Species
    from .chemistry.species import species as species
    from .errors import ModelError as ModelError
    from .errors import ModelFileError as ModelFileError
    from .errors import PoiseError as PoiseError
    from .fitting import fit as fit
    from .fitting import read_data as read_data
    from .io import open_result as open_result
    from .io import read_model as load  # noqa: F401 - renamed on purpose
    from .io import shipped as shipped
    from .io import write_model as save  # noqa: F401 - renamed on purpose
    from .io.read_data import shipped_data as shipped_data
    from .io.sweep_dataset import open_sweep as open_sweep
    from .io.yaml_recipe import shipped_recipes as shipped_recipes
    from .model.along import Along as Along
    from .model.compartment import Compartment as Compartment
    from .model.interface import Interface as Interface
    from .model.model import Model as Model
    from .model.protocol import Clamp as Clamp
    from .model.protocol import Falls as Falls
    from .model.protocol import Protocol as Protocol
    from .model.protocol import Ramp as Ramp
    from .model.protocol import Rises as Rises
    from .model.protocol import Scale as Scale
    from .model.protocol import Step as Step
    from .model.protocol import Wash as Wash
    from .model.validate import validate as validate
    from .processes.base import Process as Process
    from .processes.register import law as law
    from .processes.register import laws as laws
    from .results.result import Result as Result
    from .results.solution_result import Solution as Solution
    from .solve.backends import XLA as XLA
    from .solve.backends import Native as Native
    from .solve.backends import Quickest as Quickest
    from .solve.exponential import ExponentialEuler as ExponentialEuler
    from .solve.losses import Cauchy as Cauchy
    from .solve.losses import Huber as Huber
    from .solve.losses import SoftL1 as SoftL1
    from .solve.losses import Squares as Squares
    from .solve.rodas5p import Rodas5P as Rodas5P
    from .solve.sampling import AffineInvariant as AffineInvariant
    from .solve.sampling import EnsembleSlice as EnsembleSlice
    from .solve.sampling import Nuts as Nuts
    from .solve.tsit5 import Tsit5 as Tsit5
    from .sweeping import sweep as sweep
    from .units import quantity as quantity

# Where each public name lives: imported when first asked for, so that small uses stay light.
_HOMES = {
    "formulas": ("formulas", ""),
    "designs": ("analysis.designs", ""),
    "reductions": ("analysis.reductions", ""),
    "runners": ("analysis.runners", ""),
    "tasks": ("analysis.tasks", ""),
    "distribution": ("analysis.designs", "distribution"),
    "ensemble": ("analysis.ensemble", "ensemble"),
    "fit": ("fitting", "fit"),
    "open_sweep": ("io.sweep_dataset", "open_sweep"),
    "reduction": ("analysis.reductions", "reduction"),
    "Parameter": ("analysis.fits.parameter", "Parameter"),
    "RestData": ("analysis.fits.rest_data", "RestData"),
    "ReversalData": ("analysis.fits.rest_data", "ReversalData"),
    "IVData": ("analysis.fits.iv_data", "IVData"),
    "RunData": ("analysis.fits.run_data", "RunData"),
    "ProfileLikelihood": ("analysis.fits.intervals", "ProfileLikelihood"),
    "Wald": ("analysis.fits.intervals", "Wald"),
    "Squares": ("solve.losses", "Squares"),
    "Huber": ("solve.losses", "Huber"),
    "SoftL1": ("solve.losses", "SoftL1"),
    "Cauchy": ("solve.losses", "Cauchy"),
    "AffineInvariant": ("solve.sampling", "AffineInvariant"),
    "EnsembleSlice": ("solve.sampling", "EnsembleSlice"),
    "Nuts": ("solve.sampling", "Nuts"),
    "read_data": ("fitting", "read_data"),
    "shipped_data": ("io.read_data", "shipped_data"),
    "At": ("analysis.sensitivities.at_time", "At"),
    "Forward": ("analysis.sensitivities.modes", "Forward"),
    "Adjoint": ("analysis.sensitivities.modes", "Adjoint"),
    "sensitivity": ("analysis.sensitivity", "sensitivity"),
    "sobol_indices": ("analysis.sobol", "sobol_indices"),
    "sweep": ("sweeping", "sweep"),
    "iv": ("analysis.iv", "iv"),
    "knockout": ("analysis.knockout", "knockout"),
    "potential": ("analysis.potential", "potential"),
    "rest": ("analysis.rest", "rest"),
    "Clamp": ("model.protocol", "Clamp"),
    "Falls": ("model.protocol", "Falls"),
    "Protocol": ("model.protocol", "Protocol"),
    "Ramp": ("model.protocol", "Ramp"),
    "Rises": ("model.protocol", "Rises"),
    "Scale": ("model.protocol", "Scale"),
    "Step": ("model.protocol", "Step"),
    "Wash": ("model.protocol", "Wash"),
    "audit": ("analysis.audit", "audit"),
    "continue_": ("analysis.continue_", "continue_"),
    "energy": ("analysis.energy", "energy"),
    "prepare": ("analysis.simulator", "prepare"),
    "shoot": ("analysis.shoot", "shoot"),
    "simulate": ("analysis.simulate", "simulate"),
    "steady": ("analysis.steady", "steady"),
    "ExponentialEuler": ("solve.exponential", "ExponentialEuler"),
    "Native": ("solve.backends", "Native"),
    "Quickest": ("solve.backends", "Quickest"),
    "XLA": ("solve.backends", "XLA"),
    "Rodas5P": ("solve.rodas5p", "Rodas5P"),
    "Tsit5": ("solve.tsit5", "Tsit5"),
    "corrosion": ("analysis.corrosion", "corrosion"),
    "junction": ("bench", "junction"),
    "bath_change": ("bench", "bath_change"),
    "junction_chain": ("bench", "junction_chain"),
    "load_curve": ("analysis.load", "load_curve"),
    "pourbaix": ("analysis.pourbaix", "pourbaix"),
    "solar_cell": ("analysis.solar", "solar_cell"),
    "solar_scan": ("analysis.solar", "solar_scan"),
    "solution": ("bench", "solution"),
    "Henderson": ("analysis.junction_methods", "Henderson"),
    "NernstPlanck": ("analysis.junction_methods", "NernstPlanck"),
    "NernstPlanckPoisson": ("analysis.junction_methods", "NernstPlanckPoisson"),
    "Planck": ("analysis.junction_methods", "Planck"),
    "mean_activity": ("chemistry.activity", "mean_activity"),
    "recipe": ("bench", "recipe"),
    "shipped_recipes": ("io.yaml_recipe", "shipped_recipes"),
    "Solution": ("results.solution_result", "Solution"),
    "pn_junction": ("analysis.pn_junction", "pn_junction"),
    "AbsorbedLight": ("analysis.pn_line", "AbsorbedLight"),
    "UniformLight": ("analysis.pn_line", "UniformLight"),
    "Semiconductor": ("analysis.semiconductor", "Semiconductor"),
    "kinetics": ("chemistry.kinetics", "kinetics"),
    "convert_potential": ("chemistry.reference_electrodes", "convert_potential"),
    "reference_electrode": ("chemistry.reference_electrodes", "reference_electrode"),
    "activity_model": ("chemistry.activity", "activity_model"),
    "couple": ("chemistry.couples", "couple"),
    "Species": ("chemistry.species", "Species"),
    "species": ("chemistry.species", "species"),
    "ModelError": ("errors", "ModelError"),
    "ModelFileError": ("errors", "ModelFileError"),
    "PoiseError": ("errors", "PoiseError"),
    "load": ("io", "read_model"),
    "open_result": ("io", "open_result"),
    "shipped": ("io", "shipped"),
    "save": ("io", "write_model"),
    "Along": ("model.along", "Along"),
    "Compartment": ("model.compartment", "Compartment"),
    "Interface": ("model.interface", "Interface"),
    "Model": ("model.model", "Model"),
    "validate": ("model.validate", "validate"),
    "Process": ("processes.base", "Process"),
    "law": ("processes.register", "law"),
    "laws": ("processes.register", "laws"),
    "Result": ("results.result", "Result"),
    "quantity": ("units", "quantity"),
}

__all__ = ["__version__", *_HOMES]  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'poise' has no attribute '{name}'")
    from importlib import import_module

    module, attribute = _HOMES[name]
    found = import_module(f".{module}", __name__)
    return getattr(found, attribute) if attribute else found


def __dir__() -> list[str]:
    return sorted(__all__)
