"""Two models in libRoadRunner (CVODE), run by another Python: reads one line of JSON, writes one.

Not a test: test_cvode.py starts it. Input: {"model": "spike" or "ouabain", "times": [...], parameters}.
"""

import json
import sys

import roadrunner


def build(parameters, rules, rates):
    """A model of parameters, assignment rules and rate rules, each as a formula."""
    made = roadrunner.RoadRunner()
    made.addCompartment("c", 1.0, True)
    for name, value in parameters.items():
        made.addParameter(name, value, False)
    for name, formula in rules:
        made.addParameter(name, 0.0, False)
        made.addAssignmentRule(name, formula, False)
    names = list(rates)
    for name in names:
        made.addRateRule(name, rates[name], name == names[-1])
    made.integrator.relative_tolerance = 1e-12
    made.integrator.maximum_num_steps = 10**7
    made.integrator.setValue("stiff", True)
    return made


def follow(made, names, begin, times, absolute):
    """The variables at times after `begin`."""
    made.integrator.absolute_tolerance = absolute
    rows = []
    for end in times:
        made.integrator.restart(begin)
        made.simulate(begin, end, 2)
        rows.append([made.getValue(name) for name in names])
        begin = end
    return rows


def spike(given):
    """Hodgkin & Huxley 1952 in ms, mV, uA/cm2; rates as quotients, whose singular points the run never hits exactly."""
    y = given["start"]
    parameters = {"V": y[0], "m": y[1], "h": y[2], "n": y[3], "I": 0.0}
    rates = {
        "V": "I - 120*m^3*h*(V - 50) - 36*n^4*(V + 77) - 0.3*(V + 54.3)",
        "m": "0.1*(V + 40)/(1 - exp(-(V + 40)/10))*(1 - m) - 4*exp(-(V + 65)/18)*m",
        "h": "0.07*exp(-(V + 65)/20)*(1 - h) - h/(1 + exp(-(V + 35)/10))",
        "n": "0.01*(V + 55)/(1 - exp(-(V + 55)/10))*(1 - n) - 0.125*exp(-(V + 65)/80)*n",
    }
    made = build(parameters, [], rates)
    rows, begin = [], 0.0
    for end, injected in ((1.0, 0.0), (1.5, 20.0), (20.0, 0.0)):
        made.setValue("I", injected)
        times = [t for t in given["times"] if begin < t <= end]
        wanted = sorted({*times, end})
        found = follow(made, ["V", "m", "h", "n"], begin, wanted, 1e-13)
        rows += [row for t, row in zip(wanted, found) if t in times]  # noqa: B905 - may run in an old Python
        begin = end
    return rows


def ouabain(given):
    """The pump-leak cell without its pump, in fmol, um3 and mV; Na+ from charge. Times in s."""
    p = given["parameters"]
    rules = [
        ("nNa", "nNa0 + (nK0 - nK) + (nCl - nCl0) + q*(V - V0)"),
        ("w", "W - v"),
        ("u", "V/U"),
        ("b", "u/(exp(u) - 1)"),
        ("jK", "pK*b*(nK/v*exp(u) - (tK - nK)/w)"),
        ("jNa", "pNa*b*(nNa/v*exp(u) - (tNa - nNa)/w)"),
        ("jCl", "pCl*b*(nCl/v - (tCl - nCl)/w*exp(u))"),
        ("osm", "(nK + nNa + nCl + X)/v - (tK - nK + tNa - nNa + tCl - nCl + S)/w"),
    ]
    rates = {"nK": "-jK", "nCl": "-jCl", "V": "-(jK + jNa - jCl)/q", "v": "k*osm"}
    made = build(p, rules, rates)
    return follow(made, ["V", "v", "nK", "nNa", "nCl"], 0.0, given["times"], 1e-12)


if __name__ == "__main__":
    roadrunner.Logger.setLevel(roadrunner.Logger.LOG_FATAL)
    given = json.loads(sys.stdin.read())
    print("RESULT " + json.dumps({"spike": spike, "ouabain": ouabain}[given["model"]](given)))
