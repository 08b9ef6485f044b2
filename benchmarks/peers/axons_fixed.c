/* The limit at a fixed step: axons of Hodgkin & Huxley in blocks of lanes, gates and V exponential (Rush & Larsen), so
   that the compiler uses the processor's vectors. REAL is double or float. */
#include <math.h>

#define LANES 64
#ifdef SINGLE
#define REAL float
#define EXP expf
#define ABS fabsf
#else
#define REAL double
#define EXP exp
#define ABS fabs
#endif
#define R(x) ((REAL)(x))

static inline REAL linoid(REAL x) { return ABS(x) < R(1e-4) ? R(1) + R(0.5) * x : x / (R(1) - EXP(-x)); }

/* y: V, m, h, n of every cell, one after the other, at the start and at the end; mV, ms, mS/cm2, uA/cm2 */
void axons_fixed(long cells, long steps, REAL dt, const REAL *restrict sodium, const REAL *restrict potassium,
                 const REAL *restrict current, REAL *restrict y) {
    for (long first = 0; first < cells; first += LANES) {
        long many = cells - first < LANES ? cells - first : LANES;
        REAL v[LANES], m[LANES], h[LANES], n[LANES], gna[LANES], gk[LANES], in[LANES];
        for (long i = 0; i < LANES; i++) { /* lanes without a cell repeat the last one */
            long j = first + (i < many ? i : many - 1);
            v[i] = y[j], m[i] = y[cells + j], h[i] = y[2 * cells + j], n[i] = y[3 * cells + j];
            gna[i] = sodium[j], gk[i] = potassium[j], in[i] = current[j];
        }
        for (long k = 0; k < steps; k++) {
#pragma GCC ivdep
            for (long i = 0; i < LANES; i++) {
                REAL u = v[i];
                REAL am = linoid((u + R(40)) / R(10)), bm = R(4) * EXP(-(u + R(65)) / R(18));
                REAL ah = R(0.07) * EXP(-(u + R(65)) / R(20)), bh = R(1) / (R(1) + EXP(-(u + R(35)) / R(10)));
                REAL an = R(0.1) * linoid((u + R(55)) / R(10)), bn = R(0.125) * EXP(-(u + R(65)) / R(80));
                REAL sm = am + bm, sh = ah + bh, sn = an + bn;
                REAL em = am / sm, eh = ah / sh, en = an / sn;
                m[i] = em + (m[i] - em) * EXP(-dt * sm);
                h[i] = eh + (h[i] - eh) * EXP(-dt * sh);
                n[i] = en + (n[i] - en) * EXP(-dt * sn);
                REAL na = gna[i] * m[i] * m[i] * m[i] * h[i], k2 = n[i] * n[i], kk = gk[i] * k2 * k2;
                REAL g = na + kk + R(0.3);
                REAL end = (na * R(50) - kk * R(77) - R(0.3) * R(54.3) + in[i]) / g;
                v[i] = end + (u - end) * EXP(-dt * g);
            }
        }
        for (long i = 0; i < many; i++) {
            long j = first + i;
            y[j] = v[i], y[cells + j] = m[i], y[2 * cells + j] = h[i], y[3 * cells + j] = n[i];
        }
    }
}
