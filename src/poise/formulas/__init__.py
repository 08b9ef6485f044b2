"""Closed forms: pure functions of numbers or arrays (NumPy or JAX), SI in and SI out."""

from .activity import (
    log10_gamma_davies as log10_gamma_davies,
)
from .activity import (
    log10_gamma_debye_hueckel as log10_gamma_debye_hueckel,
)
from .activity import (
    log10_gamma_hamer_wu as log10_gamma_hamer_wu,
)
from .activity import (
    log10_gamma_limiting as log10_gamma_limiting,
)
from .activity import (
    log10_gamma_neutral as log10_gamma_neutral,
)
from .activity import (
    osmotic_davies as osmotic_davies,
)
from .activity import (
    osmotic_debye_hueckel as osmotic_debye_hueckel,
)
from .capacitor import (
    axon_content as axon_content,
)
from .capacitor import (
    axon_ions_moved as axon_ions_moved,
)
from .capacitor import (
    charge_moved as charge_moved,
)
from .capacitor import (
    ions_moved as ions_moved,
)
from .capacitor import (
    share_of_cylinder as share_of_cylinder,
)
from .capacitor import (
    share_of_sphere as share_of_sphere,
)
from .chord import chord_potential as chord_potential
from .chord import pump_shift as pump_shift
from .chord import thevenin as thevenin
from .cotransport import kcc_chloride as kcc_chloride
from .cotransport import nkcc_chloride as nkcc_chloride
from .debye import (
    debye_hueckel_a as debye_hueckel_a,
)
from .debye import (
    debye_hueckel_b as debye_hueckel_b,
)
from .debye import (
    debye_length as debye_length,
)
from .debye import (
    ionic_strength as ionic_strength,
)
from .debye import (
    pitzer_a_phi as pitzer_a_phi,
)
from .debye import (
    water_density as water_density,
)
from .debye import (
    water_permittivity as water_permittivity,
)
from .donnan import (
    DonnanState as DonnanState,
)
from .donnan import (
    donnan_closed_osmotic as donnan_closed_osmotic,
)
from .donnan import (
    donnan_closed_volumes as donnan_closed_volumes,
)
from .donnan import (
    donnan_potential as donnan_potential,
)
from .donnan import (
    donnan_potential_any as donnan_potential_any,
)
from .donnan import (
    donnan_ratio as donnan_ratio,
)
from .donnan import (
    donnan_salt_crossing as donnan_salt_crossing,
)
from .electrode import (
    butler_volmer as butler_volmer,
)
from .electrode import (
    corrosion_rate as corrosion_rate,
)
from .electrode import (
    limited_butler_volmer as limited_butler_volmer,
)
from .electrode import (
    limiting_current as limiting_current,
)
from .electrode import (
    penetration_rate as penetration_rate,
)
from .electrode import (
    tafel_current as tafel_current,
)
from .electrode import (
    tafel_potential as tafel_potential,
)
from .electrode import (
    tafel_with_return as tafel_with_return,
)
from .energy import (
    atp_affinity as atp_affinity,
)
from .energy import (
    free_energy_of_transport as free_energy_of_transport,
)
from .energy import (
    proton_work as proton_work,
)
from .energy import (
    pump_least_work as pump_least_work,
)
from .energy import (
    pump_stall_potential as pump_stall_potential,
)
from .energy import (
    stored_energy as stored_energy,
)
from .ghk import (
    divalent_monovalent_voltage as divalent_monovalent_voltage,
)
from .ghk import (
    ghk_current as ghk_current,
)
from .ghk import (
    ghk_flux as ghk_flux,
)
from .ghk import (
    ghk_shares as ghk_shares,
)
from .ghk import (
    ghk_sums as ghk_sums,
)
from .ghk import (
    ghk_voltage as ghk_voltage,
)
from .henderson import (
    henderson_parts as henderson_parts,
)
from .henderson import (
    henderson_potential as henderson_potential,
)
from .henderson import (
    henderson_profile as henderson_profile,
)
from .mixed import (
    corrosion_point as corrosion_point,
)
from .mixed import (
    limited_corrosion_point as limited_corrosion_point,
)
from .mixed import (
    mixed_potential as mixed_potential,
)
from .mobility import (
    equivalent_to_molar as equivalent_to_molar,
)
from .mobility import (
    nernst_einstein as nernst_einstein,
)
from .mobility import (
    relative_mobility as relative_mobility,
)
from .mobility import (
    salt_conductivity as salt_conductivity,
)
from .mobility import (
    walden as walden,
)
from .mobility import (
    water_viscosity as water_viscosity,
)
from .mullins_noda import (
    mullins_noda_chord as mullins_noda_chord,
)
from .mullins_noda import (
    mullins_noda_voltage as mullins_noda_voltage,
)
from .mullins_noda import (
    pump_contribution_bound as pump_contribution_bound,
)
from .nernst import (
    driving_force as driving_force,
)
from .nernst import (
    inside_for as inside_for,
)
from .nernst import (
    nernst as nernst,
)
from .nernst import (
    outside_for as outside_for,
)
from .permeability import (
    barrier_permeability_ratio as barrier_permeability_ratio,
)
from .permeability import (
    permeability_ratio as permeability_ratio,
)
from .pitzer_functions import debye_hueckel_sigma as debye_hueckel_sigma
from .pitzer_functions import pitzer_e_theta as pitzer_e_theta
from .pitzer_functions import pitzer_g as pitzer_g
from .pitzer_functions import pitzer_g_slope as pitzer_g_slope
from .pitzer_functions import pitzer_j as pitzer_j
from .planck import (
    planck_potential as planck_potential,
)
from .planck import (
    planck_profile as planck_profile,
)
from .proton import (
    nernst_slope as nernst_slope,
)
from .proton import (
    nhx_equilibrium as nhx_equilibrium,
)
from .proton import (
    proton_motive_force as proton_motive_force,
)
from .redox import (
    cell_emf as cell_emf,
)
from .redox import (
    equivalence_potential as equivalence_potential,
)
from .redox import (
    hydrogen_electrode as hydrogen_electrode,
)
from .redox import (
    redox_potential as redox_potential,
)
from .redox import (
    standard_potential as standard_potential,
)
from .salinity import (
    cell_pair_voltage as cell_pair_voltage,
)
from .salinity import (
    mixing_energy as mixing_energy,
)
from .seebeck import (
    carnot_efficiency as carnot_efficiency,
)
from .seebeck import (
    figure_of_merit as figure_of_merit,
)
from .seebeck import (
    matched_efficiency as matched_efficiency,
)
from .seebeck import (
    matched_power as matched_power,
)
from .seebeck import (
    maximum_efficiency as maximum_efficiency,
)
from .seebeck import (
    reaction_entropy as reaction_entropy,
)
from .seebeck import (
    seebeck_coefficient as seebeck_coefficient,
)
from .seebeck import (
    series_seebeck as series_seebeck,
)
from .shockley_queisser import (
    diode_current as diode_current,
)
from .shockley_queisser import (
    fill_factor as fill_factor,
)
from .shockley_queisser import (
    maximum_power_voltage as maximum_power_voltage,
)
from .shockley_queisser import (
    open_circuit_voltage as open_circuit_voltage,
)
from .shockley_queisser import (
    quasi_fermi_splitting as quasi_fermi_splitting,
)
from .shockley_queisser import (
    radiative_saturation_current as radiative_saturation_current,
)
from .special import bernoulli as bernoulli
from .special import bernoulli_pair as bernoulli_pair
from .special import exprel as exprel
from .special import log_quotient as log_quotient
from .special import log_ratio as log_ratio
from .special import logistic as logistic
from .thermal import thermal_temperature as thermal_temperature
from .thermal import thermal_voltage as thermal_voltage
