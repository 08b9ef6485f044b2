"""ATP hydrolysis: its standard transformed Gibbs energy at given temperature, pH, pMg and ionic strength."""

import math
from typing import Any

from ..constants import GAS, LN10, STANDARD_CONCENTRATION, STANDARD_TEMPERATURE
from ..formulas.namespace import namespace

# Alberty 2003, table 1.2 (p. 7): pK at 298.15 K and I = 0. Enthalpies of dissociation at I = 0 [J/mol]: Alberty &
# Goldberg 1992, as differences of the formation enthalpies; the same in Teague et al. 1996. The last number is the
# change of the sum of squared charges, sum(nu z^2), that the Debye-Hueckel term needs.
_HATP = (7.60, -6300.0, 8)  # HATP3- = H+ + ATP4-
_H2ATP = (4.68, 15000.0, 6)  # H2ATP2- = H+ + HATP3-
_MGATP = (6.18, -22900.0, 16)  # MgATP2- = Mg2+ + ATP4-
_MGHATP = (3.63, -16900.0, 12)  # MgHATP- = Mg2+ + HATP3-
_MG2ATP = (2.69, -10800.0, 8)  # Mg2ATP = Mg2+ + MgATP2-
_HADP = (7.18, -5600.0, 6)  # HADP2- = H+ + ADP3-
_H2ADP = (4.36, 17600.0, 4)  # H2ADP- = H+ + HADP2-
_MGADP = (4.65, -19000.0, 12)  # MgADP- = Mg2+ + ADP3-
_MGHADP = (2.50, -12500.0, 8)  # MgHADP = Mg2+ + HADP2-
_H2PO4 = (7.22, 3600.0, 4)  # H2PO4- = H+ + HPO42-
_MGHPO4 = (2.71, -12200.0, 8)  # MgHPO4 = Mg2+ + HPO42-

_REFERENCE_K = 0.2946  # ATP4- + H2O = ADP3- + HPO42- + H+, 298.15 K, I = 0 (Alberty 2003, table 1.2)
_REFERENCE = (-20500.0, -2)  # its enthalpy [J/mol] and sum(nu z^2)

_B = 1.6  # (L/mol)^1/2, Alberty 2003, sect. 3.6


def standard_free_energy(
    temperature: Any, ph: Any, pmg: Any, ionic_strength: Any = 0.25 * STANDARD_CONCENTRATION
) -> Any:
    """Standard transformed Gibbs energy of ATP + H2O = ADP + Pi at fixed pH and pMg [J/mol].

    dG'0 = -R T ln( K [H+]^-1 P_ADP P_Pi / P_ATP ),

    P = 1 + [H+]/K_1 + [H+]^2/(K_1 K_2) + [Mg2+]/K_3 + [H+][Mg2+]/(K_1 K_4) + [Mg2+]^2/(K_3 K_5)

    (binding polynomials; ADP and Pi lack the last terms). Each constant follows van 't Hoff with a constant enthalpy at
    I = 0 and ln K(I) = ln K(0) + alpha(T) sum(nu z^2) sqrt(I) / (1 + 1.6 sqrt(I)) in mol/L.

    Args:
        temperature: T [K], any shape.
        ph: -log10 of the concentration of H+ in mol/L, any shape; a glass electrode reads about 0.1 more at 0.25 mol/L.
        pmg: -log10 of the concentration of free Mg2+ in mol/L, any shape; infinite without magnesium.
        ionic_strength: I [mol/m3], any shape; 0.25 mol/L where left out.

    Returns:
        dG'0 [J/mol], negative where hydrolysis runs downhill; total ATP, ADP and Pi are referred to 1 mol/L each,
        water to activity 1.

    Source: Alberty 2003, eq. 1.3-12, table 1.2, sect. 3.6 (alberty_2003); enthalpies Alberty & Goldberg 1992
    (alberty_goldberg_1992), Teague et al. 1996 (teague_1996). At 298.15 K, pH 7, I = 0.25 mol/L: -36.0 kJ/mol without
    Mg2+ and -32.5 kJ/mol at pMg 3 (Alberty 1998, alberty_1998).

    Valid for 273 to 313 K, pH 5 to 9, pMg 2 and up, I up to 0.35 mol/L. Binding of K+ and Na+ is left out, an effect
    of the order of 1 kJ/mol in cells.
    """
    xp = namespace(temperature, ph, pmg, ionic_strength)
    h = -LN10 * ph  # ln [H+]
    counted = free_energy_counting_protons(temperature, xp.exp(h), xp.exp(-LN10 * pmg), ionic_strength)
    return counted + GAS * temperature * h


def free_energy_counting_protons(
    temperature: Any, hydrogen: Any, magnesium: Any, ionic_strength: Any = 0.25 * STANDARD_CONCENTRATION
) -> Any:
    """Standard Gibbs energy of ATP + H2O = ADP + Pi + H+ with total ATP, ADP and Pi, H+ among the products [J/mol].

    dG0 = dG'0 - R T ln [H+] = -R T ln( K P_ADP P_Pi / P_ATP ),  finite and smooth down to no H+ and no Mg2+.

    Args:
        temperature: T [K], any shape.
        hydrogen: concentration of H+ [mol/L], any shape; >= 0.
        magnesium: concentration of free Mg2+ [mol/L], any shape; >= 0.
        ionic_strength: I [mol/m3], any shape; 0.25 mol/L where left out.

    Source and range: as `standard_free_energy`.
    """
    xp = namespace(temperature, hydrogen, magnesium, ionic_strength)
    root = xp.sqrt(ionic_strength / STANDARD_CONCENTRATION)
    screening = debye_hueckel_slope(temperature) * root / (1.0 + _B * root)
    warming = (1.0 / STANDARD_TEMPERATURE - 1.0 / temperature) / GAS

    def bound(*constants: tuple[float, float, int]) -> Any:
        """One over the product of dissociation constants."""
        total: Any = 0.0
        for pk, enthalpy, squares in constants:
            total = total + LN10 * pk - enthalpy * warming - squares * screening
        return xp.exp(total)

    h, mg = hydrogen, magnesium
    p_atp = (
        1.0
        + h * bound(_HATP)
        + h * h * bound(_HATP, _H2ATP)
        + mg * bound(_MGATP)
        + h * mg * bound(_HATP, _MGHATP)
        + mg * mg * bound(_MGATP, _MG2ATP)
    )
    p_adp = 1.0 + h * bound(_HADP) + h * h * bound(_HADP, _H2ADP) + mg * bound(_MGADP) + h * mg * bound(_HADP, _MGHADP)
    p_pi = 1.0 + h * bound(_H2PO4) + mg * bound(_MGHPO4)
    enthalpy, squares = _REFERENCE
    reference = math.log(_REFERENCE_K) + enthalpy * warming + squares * screening
    return -GAS * temperature * (reference + xp.log(p_adp) + xp.log(p_pi) - xp.log(p_atp))


def debye_hueckel_slope(temperature: Any) -> Any:
    """Debye-Hueckel slope of ln(gamma), natural logarithm and mol/L: 1.1758 at 298.15 K [(L/mol)^1/2].

    R T alpha = 9.20485 T - 1.28466e-2 T^2 + 4.95199e-5 T^3  [J/mol].

    Args:
        temperature: T [K], any shape.

    Source: Alberty 2003, problem 3.5 (alberty_2003), a fit to Clarke & Glew 1980 (clarke_glew_1980).
    Valid for 273 to 313 K.
    """
    return (9.20485 - 1.28466e-2 * temperature + 4.95199e-5 * temperature * temperature) / GAS
