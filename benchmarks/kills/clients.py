"""People who send their steps over HTTP at their moments, again and again with the same key until they are answered."""

import http.client
import json
import time
from threading import Thread

CLIENTS = 4
TIMEOUT, AGAIN = 30, 0.05  # seconds


def send_all(port, world):
    """{"receipts": {step: receipt}, "refused": [...], "again": how many were asked again}"""
    clients = [Client(port, world, n) for n in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return {
        "receipts": {step: receipt for client in clients for step, receipt in client.receipts.items()},
        "refused": [one for client in clients for one in client.refused],
        "again": sum(client.again for client in clients),
    }


class Client(Thread):
    def __init__(self, port, world, n):
        super().__init__()
        self.port, self.token = port, world["token"]
        pause = world["seconds"] / len(world["asked"])
        moments = [(world["start"] + place * pause, step) for place, step in enumerate(world["asked"])]
        self.mine = moments[n::CLIENTS]
        self.receipts, self.refused, self.again = {}, [], 0

    def run(self):
        for moment, step in self.mine:
            time.sleep(max(0, moment - time.time()))
            while not self._is_answered(step):
                self.again += 1
                time.sleep(AGAIN)

    def _is_answered(self, step):
        try:
            status, answer = self._ask(step)
        except (OSError, http.client.HTTPException):  # it was killed: nobody knows whether the step was taken
            return False
        if status == 200:
            self.receipts[step] = json.loads(answer)["receipt"]
        elif status != 503:
            self.refused.append((step, status, answer.decode(errors="replace")[:300]))
        return status != 503

    def _ask(self, step):
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        headers = {
            "Authorization": f"Bearer {self.token}", "Idempotency-Key": f"step-{step}", "Content-Type": "application/json",
        }  # fmt: skip
        body = json.dumps({"outcome": "submit", "data": {"statement": "Selesai."}})
        try:
            asked.request("POST", f"/api/v1/tasks/{step}/complete/", body, headers)
            answer = asked.getresponse()
            return answer.status, answer.read()
        finally:
            asked.close()
