/* The limit: zero-current potentials of Na, K, Cl constant-field leaks and a pump current, 8 limited Newton steps on
   blocks of 64 lanes, so that the compiler uses the processor's vectors. */
#include <math.h>

#define BLOCK 64

void roots(long n, const double *restrict pk, const double *restrict pna, const double *restrict pcl,
           const double *restrict ko, const double *restrict pump, double f, double vt, double ki, double nai, double nao,
           double cli, double clo, double *restrict out) {
    for (long start = 0; start < n; start += BLOCK) {
        long m = n - start < BLOCK ? n - start : BLOCK;
        double u[BLOCK], a[BLOCK], b[BLOCK], t[BLOCK];
        for (long i = 0; i < m; i++) {
            long j = start + i;
            a[i] = pk[j] * ki + pna[j] * nai + pcl[j] * clo;
            b[i] = pk[j] * ko[j] + pna[j] * nao + pcl[j] * cli;
            t[i] = pump[j] / f;
            u[i] = 0.0;
        }
        for (int k = 0; k < 8; k++) {
            for (long i = 0; i < m; i++) {
                double s = fabs(u[i]), e = exp(-s);
                double safe = s < 1e-4 ? 1.0 : s;
                double less = s < 1e-4 ? 1.0 - 0.5 * s + s * s / 12.0 : safe * e / (s < 1e-4 ? 1.0 : 1.0 - e); /* B(|u|) */
                double more = less + s;                                                             /* B(-|u|) */
                double there = u[i] > 0.0 ? less : more, back = u[i] > 0.0 ? more : less;
                double g = a[i] * back - b[i] * there + t[i];
                double bend = s < 1e-4 ? -0.5 + u[i] / 6.0 : there * (1.0 - back) / (u[i] > 0.0 ? safe : -safe);
                double step = g / (a[i] * (bend + 1.0) - b[i] * bend);
                step = step > 2.0 ? 2.0 : step;
                step = step < -2.0 ? -2.0 : step;
                u[i] -= step;
            }
        }
        for (long i = 0; i < m; i++)
            out[start + i] = u[i] * vt;
    }
}
