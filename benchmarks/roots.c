/* The limit: zero-current potentials of Na, K, Cl constant-field leaks and a pump current, 8 Newton steps, vectorised. */
#include <math.h>

static inline double pair(double u, double *back) {
    double a = fabs(u), e = exp(-a), near = a < 1e-4;
    double small = near ? 1.0 - 0.5 * a + a * a / 12.0 : a * e / (1.0 - e);
    double large = small + a;
    *back = u > 0 ? large : small;
    return u > 0 ? small : large;
}

void roots(long n, const double *pk, const double *pna, const double *pcl, const double *ko, const double *pump, double f,
           double vt, double ki, double nai, double nao, double cli, double clo, double *out) {
#pragma omp simd
    for (long i = 0; i < n; i++) {
        double u = 0.0;
        double A = pk[i] * ki + pna[i] * nai + pcl[i] * clo, B = pk[i] * ko[i] + pna[i] * nao + pcl[i] * cli;
        double target = pump[i] / f;
        for (int k = 0; k < 8; k++) {
            double back, there = pair(u, &back);
            double g = A * back - B * there + target;
            double bend = fabs(u) < 1e-4 ? -0.5 + u / 6.0 : there * (1.0 - back) / u; /* B'(u); B(-u) = B(u) + u */
            double slope = A * (bend + 1.0) - B * bend;
            double step = g / slope;
            step = step > 2.0 ? 2.0 : (step < -2.0 ? -2.0 : step);
            u -= step;
        }
        out[i] = u * vt;
    }
}
