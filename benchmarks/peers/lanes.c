/* The limit of adaptive ensembles: Rodas5P (Steinebach 2023) in W lanes, each with its own step, a lane that has arrived
   taking the next cell from the queue. MODEL gives N states, P numbers of each cell, `rates`, `jacobian` and `LINKED`;
   TABLEAU the coefficients, written from Poise's own. */
#include <math.h>
#include <string.h>

#ifndef W
#define W 8
#endif
typedef double Lane[W];
#define EACH for (int l = 0; l < W; l++)
#include MODEL
#include TABLEAU

/* (1/(h gamma) - J) = L U, without pivots; what is zero in LINKED stays zero and is left out when compiling */
static inline void factored(Lane a[N][N]) {
#pragma GCC unroll 8
    for (int k = 0; k < N; k++) {
        EACH a[k][k][l] = 1.0 / a[k][k][l];
#pragma GCC unroll 8
        for (int i = k + 1; i < N; i++) {
            if (!LINKED(i, k)) continue;
            EACH a[i][k][l] *= a[k][k][l];
#pragma GCC unroll 8
            for (int j = k + 1; j < N; j++)
                if (LINKED(k, j)) EACH a[i][j][l] -= a[i][k][l] * a[k][j][l];
        }
    }
}

static inline void solved(Lane a[N][N], Lane b[N]) {
#pragma GCC unroll 8
    for (int i = 1; i < N; i++)
#pragma GCC unroll 8
        for (int j = 0; j < i; j++)
            if (LINKED(i, j)) EACH b[i][l] -= a[i][j][l] * b[j][l];
#pragma GCC unroll 8
    for (int i = N - 1; i >= 0; i--) {
#pragma GCC unroll 8
        for (int j = i + 1; j < N; j++)
            if (LINKED(i, j)) EACH b[i][l] -= a[i][j][l] * b[j][l];
        EACH b[i][l] *= a[i][i][l];
    }
}

/* y: states at the start and at the end, numbers: P rows, both with the cells side by side; steps: accepted, rejected */
void lanes(long cells, double end, double first, double rtol, const double *restrict atol,
           const double *restrict numbers, double *restrict y, long *restrict steps) {
    Lane s[N], p[P], t, h, before, retry;
    long who[W], next = 0;
    int under_way = 0;
    EACH {
        who[l] = next < cells ? next++ : -1;
        under_way += who[l] >= 0;
        long j = who[l] < 0 ? 0 : who[l];
        for (int i = 0; i < N; i++) s[i][l] = y[i * cells + j];
        for (int i = 0; i < P; i++) p[i][l] = numbers[i * cells + j];
        t[l] = 0.0, h[l] = first, before[l] = 0.0, retry[l] = 0.0;
    }
    steps[0] = steps[1] = 0;
    while (under_way) {
        Lane a[N][N], u[8][N], mid[N], error, made[N], step;
        EACH {
            double left = end - t[l], wish = h[l];
            step[l] = 1.1 * wish >= left ? left : 2.0 * wish > left ? 0.5 * left : wish;
        }
        jacobian(s, p, a);
        for (int i = 0; i < N; i++)
            for (int j = 0; j < N; j++)
                if (LINKED(i, j)) EACH a[i][j][l] = (i == j ? 1.0 / (step[l] * GAMMA) : 0.0) - a[i][j][l];
        factored(a);
        Lane per;
        EACH per[l] = 1.0 / step[l];
#pragma GCC unroll 8
        for (int k = 0; k < 8; k++) {
            for (int i = 0; i < N; i++) {
                EACH mid[i][l] = s[i][l];
                for (int j = 0; j < k; j++) EACH mid[i][l] += A[k][j] * u[j][i][l];
            }
            rates(mid, p, u[k]);
            for (int i = 0; i < N; i++) {
                Lane sum = {0};
                for (int j = 0; j < k; j++) EACH sum[l] += C[k][j] * u[j][i][l];
                EACH u[k][i][l] += sum[l] * per[l];
            }
            solved(a, u[k]);
        }
        EACH error[l] = 1e-300;
        for (int i = 0; i < N; i++)
            EACH {
                made[i][l] = mid[i][l] + u[7][i][l];
                double most = fmax(fabs(s[i][l]), fabs(made[i][l])), r = u[7][i][l] / (atol[i] + rtol * most);
                error[l] += r * r / N;
            }
        Lane ahead, fine; /* the next step, after Hairer & Wanner 1996, sec. IV.2, as Poise has it */
        EACH {
            double e = fmin(fmax(error[l], 1e-16), 1e60), low = log(e), wish = exp(-0.07 * low + 0.08 * before[l]);
            double grow = fmin(fmax(0.9 * wish, 0.2), 10.0), shrink = fmin(fmax(0.9 * exp(-0.1 * low), 0.1), 0.9);
            fine[l] = error[l] <= 1.0 ? 1.0 : 0.0;
            grow = retry[l] != 0.0 ? fmin(grow, 1.0) : grow;
            shrink = error[l] < 1e60 ? shrink : 0.25;
            ahead[l] = step[l] * (fine[l] != 0.0 ? grow : shrink);
            before[l] = fine[l] != 0.0 ? 0.5 * low : before[l];
            retry[l] = 1.0 - fine[l];
            for (int i = 0; i < N; i++) s[i][l] = fine[l] != 0.0 ? made[i][l] : s[i][l];
        }
        for (int l = 0; l < W; l++) {
            if (who[l] < 0) continue;
            steps[fine[l] == 0.0]++;
            h[l] = ahead[l];
            if (fine[l] == 0.0) continue;
            int arrived = step[l] >= (end - t[l]) * (1.0 - 1e-14);
            t[l] += step[l];
            if (!arrived) continue;
            for (int i = 0; i < N; i++) y[i * cells + who[l]] = s[i][l];
            who[l] = next < cells ? next++ : -1;
            under_way -= who[l] < 0;
            long j = who[l] < 0 ? 0 : who[l];
            for (int i = 0; i < N; i++) s[i][l] = who[l] < 0 ? s[i][l] : y[i * cells + j];
            for (int i = 0; i < P; i++) p[i][l] = numbers[i * cells + j];
            t[l] = 0.0, h[l] = first, before[l] = 0.0;
        }
    }
}
