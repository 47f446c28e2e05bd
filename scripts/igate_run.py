"""See igate_run.sh."""

import datetime
import http.server
import json
import os
import pathlib
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

PROGRAM, DOSSIERS = sys.argv[1], int(sys.argv[2])
TOKEN = "bi-mat-cua-cong"
# Communes of the samples' district, with codes as a province gives them.
COMMUNES = ["Xã An Sơn", "Xã Điềm He", "Thị trấn Văn Quan", "Xã Tân Đoàn", "Xã Khánh Khê"]
PROCEDURES = [("2.000635", "Cấp bản sao trích lục hộ tịch"), ("1.001193", "Đăng ký khai sinh"), ("1.000656", "Đăng ký khai tử")]
BEGIN = datetime.datetime(2023, 1, 2, 0, 30)


def dossier(number):
    """One dossier as the search tells it, persons and all; the same whenever it is asked for."""
    chance = random.Random(number)
    accepted = BEGIN + datetime.timedelta(minutes=5 * number)
    due = accepted + datetime.timedelta(days=chance.randint(1, 20))
    done = accepted + datetime.timedelta(hours=chance.randint(2, 400)) if chance.random() < 0.9 else None
    instant = lambda at: at and at.strftime("%Y-%m-%dT%H:%M:%S.000+0000")
    code, name = chance.choice(PROCEDURES)
    commune = chance.randrange(len(COMMUNES))
    person = {"fullname": "Nông Văn Mẫu", "identityNumber": "020999000000", "phoneNumber": "+84900000000", "address": "Thôn Mẫu " * 8}
    task = {"id": f"{number:024x}", "assignee": {"id": "60b8", "fullname": "Hoàng Thị Mẫu"}, "createdDate": instant(accepted)}
    return {
        "id": f"{number:024x}",
        "code": f"000.{commune:02}.18.H37-{accepted:%y%m%d}-{number:06}",
        "nationCode": None,
        "dossierStatus": {"id": 4, "name": "Đã trả kết quả"} if done else {"id": 2, "name": "Đang xử lý"},
        "applicant": {"eformId": "60d9", "userId": "62a9", "data": person},
        "procedure": {
            "id": "6243",
            "code": f"{code}.000.00.00.H37",
            "translate": {"languageId": 228, "name": name},
            "sector": {"id": "6218", "code": "HT"},
        },
        "procedureProcessDefinition": {"id": "624a", "processDefinition": {"id": "624b", "processingTime": 3, "processingTimeUnit": "d"}},
        "agency": {"id": f"{commune:024x}", "code": f"000.{commune:02}.18.H37", "name": f"UBND {COMMUNES[commune]}"},
        "agencyLevel": {"id": "5f39", "name": "Phường/ Xã", "code": "PHUONGXA"},
        "procedureLevel": {"id": "5f5b", "name": chance.choice(["Toàn trình", "Một phần"])},
        "applyMethod": {"id": 0, "name": chance.choice(["Trực tuyến", "Trực tiếp"])},
        "paymentMethod": {"id": "5f7f", "name": "Trực tuyến", "code": None},
        "appliedDate": instant(accepted),
        "acceptedDate": instant(accepted),
        "appointmentDate": instant(due),
        "dueDate": instant(due),
        "completedDate": instant(done),
        "currentTask": [] if done else [task],
        "task": [task, task],
    }


class Portal(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        address = urllib.parse.urlparse(self.path)
        asked = dict(urllib.parse.parse_qsl(address.query))
        is_allowed = self.headers["Authorization"] == f"Bearer {TOKEN}"
        page, size = int(asked.get("page", 0)), int(asked.get("size", 50))
        rows = [dossier(number) for number in range(page * size, min(DOSSIERS, (page + 1) * size))]
        answer = {"content": rows, "totalElements": DOSSIERS, "number": page, "size": size, "last": (page + 1) * size >= DOSSIERS}
        body = json.dumps(answer if is_allowed else {"error": "unauthorized"}, ensure_ascii=False).encode()
        self.send_response(200 if is_allowed else 401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def main():
    portal = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Portal)
    threading.Thread(target=portal.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        settings = f"""scope = "184"
[http]
allow_private = ["127.0.0.1"]
[fetch.igate_dossiers]
url = "http://127.0.0.1:{portal.server_port}/pa/dossier/search"
ancestor_agency_id = "64a1f0c2b7e94d0012ab3400"
"""
        (folder / "motcua.toml").write_text(settings, encoding="utf-8")
        told = []
        for _ in range(2):
            told.append(fetch(folder))
    print(f"{DOSSIERS} dossiers, {-(-DOSSIERS // 200)} pages")
    for which, (wall, cpu, memory) in zip(["the first time", "again, nothing new"], told):
        print(f"{which}: {wall:.0f} s, {cpu:.1f} CPU seconds of ours, peak {memory:.0f} MB")


def fetch(folder):
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    command = [PROGRAM, "fetch", "--connector", "igate_dossiers", "--period", "2023", "--data", "data"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=os.environ | {"IGATE_TOKEN": TOKEN}, check=False)
    wall, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(done.stdout[-2000:] + done.stderr[-2000:])
    print(done.stdout[-1500:], file=sys.stderr)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu, after.ru_maxrss / 1024


main()
