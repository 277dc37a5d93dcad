"""A compact rollout problem solved by OR-Tools CP-SAT: python3 cpsat.py FILE SECONDS WORKERS SEED, answer as JSON on stdout.

People of one unit and course with the same free times are one integer variable per time. Needs ortools 9.9 or later.
"""
import datetime
import json
import sys

from ortools.sat.python import cp_model

ONLINE_PLACES = 50
LATE_EVERY = 10


def build(problem):
    """The model, with variables by what they stand for."""
    model = cp_model.CpModel()
    days, K = problem["days"], problem["K"]
    D = len(days)
    T = D * K
    units, courses = problem["units"], problem["courses"]
    rooms, trainers, w = problem["rooms"], problem["trainers"], problem["w"]
    weekday = problem.get("wd") or [datetime.date.fromisoformat(day).isoweekday() for day in days]

    def seats(course, room):
        if room["online"] == 1:
            return min(room["cap"], ONLINE_PLACES) if course["online"] == 1 else 0
        return min(room["cap"], course["cap"])

    def is_free(part, leave, t):
        day, k = divmod(t, K)
        if part is not None and weekday[day] == part[0] and (k >= 1 if part[1] == 1 else k == 0):
            return False
        return leave is None or not leave[0] <= day < leave[0] + leave[1]

    def is_off(off, t):
        if len(off) == T and all(one in (0, 1) for one in off):
            return off[t] == 1
        return t in off

    times = [[t for t in range(T) if course["from"] <= t // K <= course["to"]] for course in courses]
    price = lambda c, t: (
        (courses[c]["pref"][t % K] if t % K < len(courses[c]["pref"]) else 0)
        + (t // K - max(0, courses[c]["from"])) // LATE_EVERY
    )

    # Sessions: a room each, and a trainer for every session.
    held, taught = {}, {}
    for c, course in enumerate(courses):
        for t in times[c]:
            for r, room in enumerate(rooms):
                if seats(course, room) > 0:
                    held[c, t, r] = model.new_bool_var(f"held {c} {t} {r}")
            for i, trainer in enumerate(trainers):
                if trainer["q"][c] == 1 and not is_off(trainer["off"], t):
                    taught[c, t, i] = model.new_bool_var(f"taught {c} {t} {i}")
            here = [held[c, t, r] for r in range(len(rooms)) if (c, t, r) in held]
            able = [taught[c, t, i] for i in range(len(trainers)) if (c, t, i) in taught]
            model.add(sum(here) == sum(able))
    of = lambda table, at: [table[key] for key in at if key in table]
    every = range(len(courses))
    for t in range(T):
        for r in range(len(rooms)):
            model.add(sum(of(held, [(c, t, r) for c in every])) <= 1)
        for i in range(len(trainers)):
            model.add(sum(of(taught, [(c, t, i) for c in every])) <= 1)
    for i, trainer in enumerate(trainers):
        for day in range(D):
            own = of(taught, [(c, t, i) for c in every for t in range(day * K, day * K + K)])
            model.add(sum(own) <= trainer["maxDay"])

    # People: groups that can be told apart by nothing but their ids.
    groups = {}
    for index, person in enumerate(problem["people"]):
        key = (person["u"], person["c"], json.dumps(person["part"]), json.dumps(person["leave"]))
        groups.setdefault(key, []).append(index)
    placed, left = {}, {}
    for g, ((u, c, part, leave), members) in enumerate(groups.items()):
        own = []
        for t in times[c]:
            if is_free(json.loads(part), json.loads(leave), t):
                placed[g, t] = model.new_int_var(0, len(members), f"placed {g} {t}")
                own.append(placed[g, t])
        left[g] = model.new_int_var(0, len(members), f"left {g}")
        model.add(sum(own) + left[g] == len(members))
    by_course, by_unit, by_block = {}, {}, {}
    for g, (u, c, _, _) in enumerate(groups):
        by_course.setdefault(c, []).append(g)
        by_unit.setdefault(u, []).append(g)
        by_block.setdefault((u, c), []).append(g)
    for c, own in by_course.items():
        for t in times[c]:
            chairs = sum(seats(courses[c], rooms[r]) * held[c, t, r] for r in range(len(rooms)) if (c, t, r) in held)
            model.add(sum(of(placed, [(g, t) for g in own])) <= chairs)
    for u, own in by_unit.items():
        for t in range(T):
            if t % K < len(units[u]["cap"]):
                model.add(sum(of(placed, [(g, t) for g in own])) <= units[u]["cap"][t % K])

    # Which starts a unit uses in a course: each costs, and key persons come before their colleagues.
    used = {}
    size = {block: sum(len(members) for key, members in groups.items() if key[:2] == block) for block in by_block}
    for (u, c), own in by_block.items():
        for t in times[c]:
            there = of(placed, [(g, t) for g in own])
            if there:
                used[u, c, t] = model.new_bool_var(f"used {u} {c} {t}")
                model.add(sum(there) <= size[u, c] * used[u, c, t])
    for (u, c), _ in by_block.items():
        if courses[c]["kind"] != "lar":
            continue
        keys = [other for (unit, other) in by_block if unit == u and courses[other]["kind"] == "sp"]
        if not keys:
            continue
        last = model.new_int_var(-D, D, f"last {u} {c}")
        for key in keys:
            for t in times[key]:
                if (u, key, t) in used:
                    model.add(last >= t // K).only_enforce_if(used[u, key, t])
        for t in times[c]:
            if (u, c, t) in used:
                model.add(last + problem["gap"] <= t // K).only_enforce_if(used[u, c, t])

    keys = list(groups)
    model.minimize(
        w["un"] * sum(left.values())
        + w["sess"] * sum(held.values())
        + w["split"] * sum(used.values())
        + sum(price(keys[g][1], t) * one for (g, t), one in placed.items())
    )
    return model, {"held": held, "taught": taught, "placed": placed, "groups": groups, "seats": seats}


def answer_of(problem, variables, value):
    """The answer in the compact form: sessions, and for each person the index of theirs or -1."""
    held, taught, placed = variables["held"], variables["taught"], variables["placed"]
    sessions, chairs, person = [], {}, [-1] * len(problem["people"])
    teachers = {}
    for (c, t, i), one in taught.items():
        if value(one) == 1:
            teachers.setdefault((c, t), []).append(i)
    for (c, t, r), one in held.items():
        if value(one) == 1:
            seats = variables["seats"](problem["courses"][c], problem["rooms"][r])
            chairs.setdefault((c, t), []).extend([len(sessions)] * seats)
            sessions.append({"course": c, "t": t, "room": r, "trainer": teachers[c, t].pop()})
    waiting = {g: list(members) for g, members in enumerate(variables["groups"].values())}
    keys = list(variables["groups"])
    for (g, t), one in placed.items():
        for _ in range(value(one)):
            person[waiting[g].pop()] = chairs[keys[g][1], t].pop()
    return {"sessions": sessions, "person": person}


def main():
    path, seconds, workers, seed = sys.argv[1:5]
    with open(path, encoding="utf-8") as file:
        problem = json.load(file)
    model, variables = build(problem)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = float(seconds)
    solver.parameters.num_workers = int(workers)
    solver.parameters.random_seed = int(seed)
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    result = {"status": solver.status_name(status), "bound": solver.best_objective_bound, "wallSeconds": solver.wall_time}
    if found:
        result["objective"] = solver.objective_value
        result["answer"] = answer_of(problem, variables, solver.value)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
