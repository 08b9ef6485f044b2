/* The axon for lanes.c: m, h, n, V (gates first, so that elimination fills nothing); numbers g_Na, g_K, I. */
#define N 4
#define P 3
#define LINKED(i, j) ((i) == (j) || (i) == 3 || (j) == 3)

static inline double linoid(double x) { return fabs(x) < 1e-6 ? 1.0 + 0.5 * x : x / (1.0 - exp(-x)); }

static inline void rates(Lane y[N], Lane p[P], Lane f[N]) {
    EACH {
        double m = y[0][l], h = y[1][l], n = y[2][l], v = y[3][l];
        double am = linoid((v + 40.0) / 10.0), bm = 4.0 * exp(-(v + 65.0) / 18.0);
        double ah = 0.07 * exp(-(v + 65.0) / 20.0), bh = 1.0 / (1.0 + exp(-(v + 35.0) / 10.0));
        double an = 0.1 * linoid((v + 55.0) / 10.0), bn = 0.125 * exp(-(v + 65.0) / 80.0);
        f[0][l] = am - (am + bm) * m;
        f[1][l] = ah - (ah + bh) * h;
        f[2][l] = an - (an + bn) * n;
        f[3][l] = p[2][l] - p[0][l] * m * m * m * h * (v - 50.0) - p[1][l] * n * n * n * n * (v + 77.0) -
                  0.3 * (v + 54.3);
    }
}

/* d linoid/dx = (1 - (1 + x) e) / (1 - e)^2, e = exp(-x) */
static inline double bent(double x) {
    double e = exp(-x), d = 1.0 - e;
    return fabs(x) < 1e-4 ? 0.5 + x / 6.0 : (d - x * e) / (d * d);
}

static inline void jacobian(Lane y[N], Lane p[P], Lane a[N][N]) {
    EACH {
        double m = y[0][l], h = y[1][l], n = y[2][l], v = y[3][l];
        double am = linoid((v + 40.0) / 10.0), bm = 4.0 * exp(-(v + 65.0) / 18.0);
        double ah = 0.07 * exp(-(v + 65.0) / 20.0), bh = 1.0 / (1.0 + exp(-(v + 35.0) / 10.0));
        double an = 0.1 * linoid((v + 55.0) / 10.0), bn = 0.125 * exp(-(v + 65.0) / 80.0);
        a[0][0][l] = -(am + bm);
        a[0][3][l] = 0.1 * bent((v + 40.0) / 10.0) * (1.0 - m) + bm / 18.0 * m;
        a[1][1][l] = -(ah + bh);
        a[1][3][l] = -ah / 20.0 * (1.0 - h) - 0.1 * bh * (1.0 - bh) * h;
        a[2][2][l] = -(an + bn);
        a[2][3][l] = 0.01 * bent((v + 55.0) / 10.0) * (1.0 - n) + bn / 80.0 * n;
        a[3][0][l] = -3.0 * p[0][l] * m * m * h * (v - 50.0);
        a[3][1][l] = -p[0][l] * m * m * m * (v - 50.0);
        a[3][2][l] = -4.0 * p[1][l] * n * n * n * (v + 77.0);
        a[3][3][l] = -p[0][l] * m * m * m * h - p[1][l] * n * n * n * n - 0.3;
    }
}
