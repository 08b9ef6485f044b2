/* The pump-leak cell for lanes.c, pump stopped: Na, K, Cl [fmol], volume [pL], V; numbers P_Na, P_K, P_Cl of each cell.
   PER_VOLT, AREA, CHARGING, WATER, FIXED, OUT_NA, OUT_K, OUT_CL, OUT_ALL come from the command line. */
#define N 5
#define P 3
#define LINKED(i, j) 1

static inline void rates(Lane y[N], Lane p[P], Lane f[N]) {
    EACH {
        double r = 1.0 / y[3][l], u = y[4][l] * PER_VOLT, e = exp(-u), g = u / (1.0 - e);
        double na = p[0][l] * g * (y[0][l] * r - OUT_NA * e), k = p[1][l] * g * (y[1][l] * r - OUT_K * e);
        double cl = p[2][l] * g * (y[2][l] * r * e - OUT_CL); /* z = -1: u -> -u */
        f[0][l] = -AREA * na, f[1][l] = -AREA * k, f[2][l] = -AREA * cl;
        f[3][l] = AREA * WATER * ((y[0][l] + y[1][l] + y[2][l] + FIXED) * r - OUT_ALL);
        f[4][l] = -CHARGING * (na + k - cl);
    }
}

static inline void jacobian(Lane y[N], Lane p[P], Lane a[N][N]) {
    EACH {
        double r = 1.0 / y[3][l], u = y[4][l] * PER_VOLT, e = exp(-u), d = 1.0 - e, g = u / d, b = (d - u * e) / (d * d);
        double na = y[0][l] * r, k = y[1][l] * r, cl = y[2][l] * r;
        double fna = p[0][l] * g * r, fk = p[1][l] * g * r, fcl = p[2][l] * g * e * r;             /* by amount */
        double wna = -fna * na, wk = -fk * k, wcl = -fcl * cl;                                     /* by volume */
        double vna = PER_VOLT * p[0][l] * (b * (na - OUT_NA * e) + g * OUT_NA * e);                /* by V */
        double vk = PER_VOLT * p[1][l] * (b * (k - OUT_K * e) + g * OUT_K * e);
        double vcl = PER_VOLT * p[2][l] * (b * (cl * e - OUT_CL) - g * cl * e);
        double w = AREA * WATER * r, all = (y[0][l] + y[1][l] + y[2][l] + FIXED) * r;
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++) a[i][j][l] = 0.0;
        a[0][0][l] = -AREA * fna, a[0][3][l] = -AREA * wna, a[0][4][l] = -AREA * vna;
        a[1][1][l] = -AREA * fk, a[1][3][l] = -AREA * wk, a[1][4][l] = -AREA * vk;
        a[2][2][l] = -AREA * fcl, a[2][3][l] = -AREA * wcl, a[2][4][l] = -AREA * vcl;
        a[3][0][l] = a[3][1][l] = a[3][2][l] = w, a[3][3][l] = -w * all, a[3][4][l] = 0.0;
        a[4][0][l] = -CHARGING * fna, a[4][1][l] = -CHARGING * fk, a[4][2][l] = CHARGING * fcl;
        a[4][3][l] = -CHARGING * (wna + wk - wcl), a[4][4][l] = -CHARGING * (vna + vk - vcl);
    }
}
