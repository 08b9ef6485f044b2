"""Who holds the rest of a motor neuron: each channel and the pump knocked out in turn.

Without NALCN (the Na+ leak) the cell hyperpolarises; without TASK (the K+ leak) it depolarises; without CLC hardly
anything happens, since chloride is passive: it only steadies the potential.

Lu B. et al. (2007). The neuronal channel NALCN contributes resting sodium permeability and is required for normal
respiratory rhythm. Cell 129, 371-383. doi:10.1016/j.cell.2007.02.041
"""

import poise


def main() -> dict[str, float]:
    """The rest, and how far it moves without each process [mV]."""
    found = poise.knockout(poise.load("motor_neuron_rest"))
    shifts = {f"without {name.partition('.')[2]}": shift for name, shift in found.shifts.items()}
    return {name: 1e3 * float(value) for name, value in {"rest": found.potential, **shifts}.items()}


if __name__ == "__main__":
    for name, value in main().items():
        print(f"{name}: {value:+.2f} mV")
