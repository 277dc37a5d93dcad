"""The same simulation, vectorised with numpy: one array operation per activity, link and risk. Reads a model as JSON and
answers every line (a seed) with its mean, P80 and CPU seconds."""

import json
import os
import sys
import time

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np

model = json.loads(sys.stdin.readline())
iterations, chunk, with_criticality = model["iterations"], model["chunk"], model["criticality"]
activities, risks = model["activities"], model["risks"]
triangle = np.linalg.cholesky(np.array(model["correlation"]))
thresholds = np.array([risk["threshold"] for risk in risks])[:, None]
into = [[] for _ in activities]
for before, after in model["links"]:
    into[after].append(before)


def triangular(u, low, mode, high):
    width, peak = high - low, (mode - low) / (high - low)
    return np.where(u < peak, low + np.sqrt(u * (width * (mode - low))), high - np.sqrt((1 - u) * (width * (high - mode))))


def run(seed):
    random = np.random.Generator(np.random.SFC64(seed))
    ends, critical = [], np.zeros(len(activities))
    for start in range(0, iterations, chunk):
        size = min(chunk, iterations - start)
        happens = triangle @ random.standard_normal((len(risks), size)) > thresholds
        severities = random.random((len(risks), size))
        days = random.random((len(activities), size))
        for index, (low, mode, high) in enumerate(activities):
            days[index] = triangular(days[index], low, mode, high)
        for index, risk in enumerate(risks):
            factor = np.where(happens[index], triangular(severities[index], *risk["factor"]), 1.0)
            for activity in risk["activities"]:
                days[activity] *= factor
        starts, finishes = np.zeros_like(days), np.empty_like(days)
        for index, before in enumerate(into):
            for other in before:
                np.maximum(starts[index], finishes[other], out=starts[index])
            np.add(starts[index], days[index], out=finishes[index])
        end = finishes.max(axis=0)
        ends.append(end)
        if with_criticality:
            late = np.tile(end, (len(activities), 1))
            for index in range(len(activities) - 1, -1, -1):
                must_start = late[index] - days[index]
                critical[index] += np.count_nonzero(must_start - starts[index] < 1e-9)
                for other in into[index]:
                    np.minimum(late[other], must_start, out=late[other])
    end = np.concatenate(ends)
    return end.mean(), np.quantile(end, 0.8), critical.sum() / iterations


for line in sys.stdin:
    began = time.process_time()
    mean, p80, critical = run(int(line))
    print(json.dumps({"mean": mean, "p80": p80, "critical": critical, "seconds": time.process_time() - began}), flush=True)
