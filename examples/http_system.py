"""An elevator as a system under test over HTTP, in plain Python: copy it and put your own system in.

`python examples/http_system.py 8700` listens on this machine; docs/systems.md explains the messages.
"""

import json
import random
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CALL = {"parameters": {"floor": {"kind": "integer"}}, "help": "Sends the elevator to a floor."}
DESCRIPTION = {
    "protocol": 1,
    "name": "elevator",
    "actions": {"call": CALL},
    "functions": {"floor": {"returns": "count"}, "moving": {"returns": "boolean"}},
    "messages": ["tick", "panels", "snapshot", "close"],
}


class Elevator:
    """One for each session, so that runs at the same time do not disturb each other."""

    def __init__(self, seed):
        self.seed, self.floor, self.goal, self.calls = seed, 0, None, 0

    def act(self, said):
        floor = said["params"].get("floor")
        if said["action"] != "call" or not isinstance(floor, int) or not 0 <= floor <= 9:
            return {"error": "the elevator knows one action, call(floor), with floors 0 to 9"}
        self.goal, self.calls = floor, self.calls + 1
        delay_ms = random.Random(f"{self.seed} {self.floor} {floor}").randrange(500)
        timer = {"id": str(self.calls), "after_ms": abs(floor - self.floor) * 2000 + delay_ms}
        return {"events": [{"event": "called", "cause": f"to floor {floor}"}], "timers": [timer]}

    def tick(self, said):
        if said["timer"] != str(self.calls):
            return {}  # of an earlier call, which this one replaced
        self.floor, self.goal = self.goal, None
        return {"events": ["arrived"]}

    def evaluate(self, said):
        known = {"floor": self.floor, "moving": self.goal is not None}
        names = [call["function"] for call in said["calls"]]
        return {"values": [{"value": known[n]} if n in known else {"unknown": True} for n in names]}

    def panels(self, said):
        return {"panels": {"elevator": [{"Floor": self.floor, "Going to": self.goal}]}}

    def snapshot(self, said):
        return {"snapshot": [self.floor, self.goal, self.calls]}

    def restore(self, said):
        self.floor, self.goal, self.calls = said["snapshot"]
        return {}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # keeps the connection, so that each message costs less
    disable_nagle_algorithm = True
    sessions = {}

    def do_POST(self):
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        found = self.answer(self.path.rpartition("/")[2], said)
        body = json.dumps(found or {}).encode()
        self.send_response(200 if found is not None else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer(self, message, said):
        if message == "describe":
            return DESCRIPTION
        if message == "reset":
            while len(self.sessions) >= 100:
                self.sessions.pop(next(iter(self.sessions)))
            self.sessions[said["session"]] = Elevator(said["seed"])
            return {}
        if message == "close":
            self.sessions.pop(said["session"], None)
            return {}
        if message not in ("act", "tick", "evaluate", "panels", "snapshot", "restore"):
            return None
        system = self.sessions.get(said["session"])
        return getattr(system, message)(said) if system else {"error": "no such session: reset begins one"}

    def log_message(self, *about):
        pass


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
