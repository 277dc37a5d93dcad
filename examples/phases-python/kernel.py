"""The rollout kernel of @milstolpe/phases in Python's standard library, checked against its conformance vectors.

Reads JSON lines from standard input: the template, then vectors. Prints what agreed; exits 1 at the first difference.
"""

import hashlib
import json
import sys


class Refused(Exception):
    def __init__(self, code, unmet=()):
        super().__init__(code)
        self.code, self.unmet = "phases." + code, list(unmet)


class Kernel:
    def __init__(self, template):
        self.template = template
        self.name = f"{template['id']}@{template['version']}"
        self.parties = [party["id"] for party in template["parties"]]
        self.bodies = {body["id"]: body for body in template["bodies"]}
        self.decisions = {decision["id"]: decision for decision in template["decisions"]}
        self.gates = [phase["milestone"] for phase in template["phases"] if "milestone" in phase]
        self.activities, self.gate_of, before = {}, {}, 0
        for phase in template["phases"]:
            for activity in phase["activities"]:
                self.activities[activity["id"]] = activity
                self.gate_of[activity["id"]] = before
            before += "milestone" in phase

    def initial(self):
        return {
            "template": self.name,
            "status": "running",
            "decisions": {},
            "activities": {activity: "open" for activity in self.activities},
            "milestones": {gate["id"]: {"status": "open", "conditions": []} for gate in self.gates},
            "issues": {},
            "revision": 0,
        }

    # What may happen.

    def included(self, state, activity):
        condition = activity.get("condition")
        if condition is None:
            return True
        decided = state["decisions"].get(condition["decision"])
        return None if decided is None else decided == condition["is"]

    def unmet(self, state, index):
        for gate in self.gates[:index]:
            stands = state["milestones"][gate["id"]]
            if stands["status"] != "passed":
                yield gate["id"]
            yield from stands["conditions"]
        asked = set()
        for name, activity in self.activities.items():
            if index >= len(self.gates) or self.gate_of[name] > index or activity["obligation"] != "mandatory":
                continue
            included = self.included(state, activity)
            if included and state["activities"][name] != "done":
                yield name
            elif included is None and activity["condition"]["decision"] not in asked:
                asked.add(activity["condition"]["decision"])
                yield activity["condition"]["decision"]
        ids = [gate["id"] for gate in self.gates]
        for issue, stands in state["issues"].items():
            waits = ids.index(stands["blocks"]) if stands.get("blocks") in ids else None
            if stands["status"] in ("raised", "escalated") and waits is not None and waits <= index:
                yield issue

    def decide(self, state, command, actor, at):
        kind, status = command["type"], state["status"]
        is_matter = kind in ("raise", "escalate", "settle", "return")
        if status != "running" and not (
            status != "terminated" and is_matter or status == "closed" and kind in ("reopen", "hand-over")
        ):
            raise Refused("ended")
        if actor["party"] not in self.parties:
            raise Refused("not-allowed", self.parties)
        if kind in ("start", "complete", "reopen"):
            events = self.on_activity(state, command, actor)
        else:
            events = getattr(self, "on_" + kind.replace("-", "_"))(state, command, actor)
        return [{**event, "at": at, "actor": actor} for event in events]

    def on_activity(self, state, command, actor):
        name, kind = command["activity"], command["type"]
        activity = self.activities.get(name)
        if activity is None:
            raise Refused("unknown")
        if activity["responsible"] and actor["party"] not in activity["responsible"]:
            raise Refused("not-allowed", activity["responsible"])
        included = self.included(state, activity)
        if not included:
            decision = activity["condition"]["decision"]
            raise Refused("excluded", [decision] if included is None and decision in self.decisions else [])
        stands = state["activities"][name]
        if not {"start": stands == "open", "complete": stands != "done", "reopen": stands == "done"}[kind]:
            raise Refused("wrong-state")
        if kind == "reopen":
            return [{"type": "activity.reopened", "activity": name, "reason": command["reason"]}]
        return [{"type": f"activity.{'started' if kind == 'start' else 'completed'}", "activity": name}]

    def on_decide(self, state, command, actor):
        decision = self.decisions.get(command["decision"])
        if decision is None:
            raise Refused("unknown")
        if decision["by"] != actor["party"]:
            raise Refused("not-allowed", [decision["by"]])
        return [{"type": "decision.made", "decision": decision["id"], "value": command["value"]}]

    def gate(self, command):
        for index, gate in enumerate(self.gates):
            if gate["id"] == command["milestone"]:
                return index, gate
        raise Refused("unknown")

    def on_submit(self, state, command, actor):
        index, gate = self.gate(command)
        if "submitter" not in gate:
            raise Refused("wrong-state")
        if gate["submitter"] != actor["party"]:
            raise Refused("not-allowed", [gate["submitter"]])
        stands = state["milestones"][gate["id"]]
        if stands["status"] == "passed" or "submittedBy" in stands:
            raise Refused("wrong-state")
        unmet = list(self.unmet(state, index))
        if unmet:
            raise Refused("work-open", unmet)
        return [{"type": "milestone.submitted", "milestone": gate["id"]}]

    def on_review(self, state, command, actor):
        index, gate = self.gate(command)
        approver, outcome = gate.get("approver"), command["outcome"]
        if approver is None or (approver["party"], approver["body"]) != (actor["party"], actor.get("body")):
            raise Refused("not-allowed", [approver["body"]] if approver else [])
        if outcome not in gate.get("outcomes", [outcome]):
            raise Refused("outcome-not-offered")
        stands = state["milestones"][gate["id"]]
        if stands["status"] == "passed":
            raise Refused("wrong-state")
        reviewed = {"type": "milestone.reviewed", "milestone": gate["id"], "outcome": outcome, "conditions": []}
        if not outcome.startswith("approve"):
            return [reviewed]
        conditions = [] if outcome == "approve" else list(dict.fromkeys(command.get("conditions", [])))
        if outcome == "approve-with-conditions" and not conditions:
            raise Refused("conditions-missing")
        unmet = list(self.unmet(state, index))
        if unmet:
            raise Refused("work-open", unmet)
        if "submitter" in gate:
            if "submittedBy" not in stands:
                raise Refused("work-open", [gate["id"]])
            if stands["submittedBy"] == actor["party"] and not gate.get("mayApproveOwn"):
                raise Refused("own-submission")
        quorum, votes = approver.get("quorum", 1), stands.get("votes", [])
        if quorum <= 1:
            return [{**reviewed, "conditions": conditions}]
        if "id" not in actor:
            raise Refused("voter-missing")
        if any(vote["by"] == actor["id"] for vote in votes):
            raise Refused("wrong-state")
        vote = {"type": "milestone.voted", "milestone": gate["id"], "conditions": conditions}
        if len(votes) + 1 < quorum:
            return [vote]
        everything = list(dict.fromkeys([c for v in votes for c in v["conditions"]] + conditions))
        outcome = "approve-with-conditions" if everything else "approve"
        return [vote, {**reviewed, "outcome": outcome, "conditions": everything}]

    def on_fulfil(self, state, command, actor):
        stands = state["milestones"].get(command["milestone"])
        if stands is None:
            raise Refused("unknown")
        if command["condition"] not in stands["conditions"]:
            raise Refused("wrong-state")
        return [{"type": "condition.fulfilled", "milestone": command["milestone"], "condition": command["condition"]}]

    def on_raise(self, state, command, actor):
        body, issue = actor.get("body"), command["issue"]
        if body not in self.bodies:
            raise Refused("not-allowed", self.bodies)
        if not issue or issue in state["issues"]:
            raise Refused("wrong-state")
        if "blocks" in command and command["blocks"] not in state["milestones"]:
            raise Refused("unknown")
        blocks = {"blocks": command["blocks"]} if "blocks" in command else {}
        return [{"type": "issue.raised", "issue": issue, "body": body, **blocks}]

    def matter(self, state, command, actor, is_open):
        stands = state["issues"].get(command["issue"])
        if stands is None:
            raise Refused("unknown")
        if stands["with"] != actor.get("body"):
            raise Refused("not-allowed", [stands["with"]])
        if (stands["status"] in ("raised", "escalated")) != is_open:
            raise Refused("wrong-state")
        return stands

    def on_escalate(self, state, command, actor):
        stands = self.matter(state, command, actor, True)
        body = self.bodies[stands["with"]].get("escalatesTo")
        if body is None:
            raise Refused("nowhere-to-escalate")
        return [{"type": "issue.escalated", "issue": command["issue"], "body": body}]

    def on_settle(self, state, command, actor):
        self.matter(state, command, actor, True)
        return [{"type": "issue.settled", "issue": command["issue"], "decision": command["decision"]}]

    def on_return(self, state, command, actor):
        if self.matter(state, command, actor, False)["status"] == "returned":
            raise Refused("wrong-state")
        return [{"type": "issue.returned", "issue": command["issue"]}]

    # What has happened.

    def evolve(self, state, event):
        kind = event["type"]
        state["revision"] += 1
        gate = state["milestones"].get(event.get("milestone"))
        if kind == "activity.started":
            state["activities"][event["activity"]] = "started"
        elif kind == "activity.completed":
            state["activities"][event["activity"]] = "done"
        elif kind == "activity.reopened":
            state["activities"][event["activity"]] = "open"
            self.fall(state, [event["activity"]])
        elif kind == "decision.made":
            state["decisions"][event["decision"]] = event["value"]
            decided = lambda one: one.get("condition", {}).get("decision") == event["decision"]
            self.fall(state, [name for name, one in self.activities.items() if decided(one)])
        elif kind == "milestone.submitted":
            gate["submittedBy"] = event["actor"]["party"]
        elif kind == "milestone.voted":
            gate.setdefault("votes", []).append({"by": event["actor"]["id"], "conditions": event["conditions"]})
        elif kind == "milestone.reviewed":
            self.review(state, gate, event)
        elif kind == "condition.fulfilled":
            gate["conditions"].remove(event["condition"])
            self.close(state)
        elif kind == "issue.raised":
            blocks = {"blocks": event["blocks"]} if "blocks" in event else {}
            body = event["body"]
            state["issues"][event["issue"]] = {"status": "raised", "raisedIn": body, "with": body, **blocks}
        elif kind == "issue.escalated":
            state["issues"][event["issue"]].update(status="escalated", **{"with": event["body"]})
        elif kind == "issue.settled":
            state["issues"][event["issue"]]["status"] = "settled"
        elif kind == "issue.returned":
            stands = state["issues"][event["issue"]]
            stands.update(status="returned", **{"with": stands["raisedIn"]})
        else:
            raise ValueError(kind)

    def review(self, state, gate, event):
        outcome = event["outcome"]
        if outcome == "terminate":
            state["status"] = "terminated"
        elif outcome == "hold":
            gate["status"] = "held"
        else:
            conditions = gate["conditions"]
            gate.clear()
            gate.update(status="open", conditions=conditions)
            if outcome != "recycle":
                gate.update(status="passed", conditions=list(dict.fromkeys(conditions + event["conditions"])))
                self.close(state)

    def fall(self, state, names):
        first = len(self.gates)
        for name in names:
            activity = self.activities[name]
            is_open = activity["obligation"] == "mandatory" and state["activities"][name] != "done"
            if is_open and self.included(state, activity):
                first = min(first, self.gate_of[name])
        for gate in self.gates[first:]:
            stands = state["milestones"][gate["id"]]
            stands.pop("votes", None)
            stands.pop("submittedBy", None)
            if stands["status"] == "passed":
                stands["status"] = "stale"
        if state["status"] == "closed":
            self.close(state)

    def close(self, state):
        gates = state["milestones"].values()
        is_closed = all(gate["status"] == "passed" and not gate["conditions"] for gate in gates)
        state["status"] = "closed" if is_closed else "running"


def digest(state):
    text = json.dumps(state, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def main():
    lines = (json.loads(line) for line in sys.stdin)
    kernel = Kernel(next(lines)["template"])
    state, events, refused = kernel.initial(), 0, 0
    for number, vector in enumerate(lines, start=2):
        command, actor, at = vector["command"], vector["actor"], vector["at"]
        try:
            got = {"events": kernel.decide(state, command, actor, at)}
            for event in got["events"]:
                kernel.evolve(state, event)
            events += len(got["events"])
        except Refused as refusal:
            got = {"refused": refusal.code, "unmet": refusal.unmet}
            refused += 1
        got["state"] = digest(state)
        expected = {key: vector[key] for key in ("events", "refused", "unmet", "state") if key in vector}
        if got != expected:
            print(f"line {number}: {json.dumps(command)}\n  expected {expected}\n  got      {got}", file=sys.stderr)
            return 1
    print(f"Python agrees: {events} events, {refused} refusals, state {digest(state)[:12]} at the end ({state['status']}).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
