"""An archive with every trouble that models and checks look for: dossiers told of again and otherwise, by two systems, moved days, cells nobody can read.

By a seed: the same seed writes the same files.
"""

import csv
import datetime
import random
import shutil
from pathlib import Path

HEADINGS = ["Mã hồ sơ", "Mã TTHC", "Tên TTHC", "Lĩnh vực", "Đơn vị tiếp nhận", "Đơn vị giải quyết", "Kênh nộp", "Mức độ", "Ngày nộp", "Ngày tiếp nhận", "Ngày hẹn trả",
            "Ngày kết thúc xử lý", "Ngày trả kết quả", "Trạng thái", "Số lần yêu cầu bổ sung", "Ngày yêu cầu bổ sung", "Ngày bổ sung xong", "Ngày hẹn trả trước", "Phí, lệ phí (đồng)",
            "Thanh toán trực tuyến", "Số hóa hồ sơ", "Kết quả điện tử", "Tái sử dụng dữ liệu", "Hình thức trả kết quả", "Ngày gửi thư xin lỗi"]
COMMUNES = ["Xã An Sơn", "Xã Hòa Bình", "Xã Đồng Giáp", "Thị trấn Văn Quan", "Xã Tú Xuyên", "Xã Điềm He"]
PROCEDURES = [("1.001193", "Đăng ký khai sinh", "Hộ tịch"), ("1.000894", "Đăng ký kết hôn", "Hộ tịch"), ("2.000815", "Chứng thực bản sao", "Chứng thực"), ("", "Việc không có mã", ""), ("9.999999", "", "Đất đai")]
STATUSES = ["Chờ tiếp nhận", "Từ chối tiếp nhận", "Đang giải quyết", "Chờ bổ sung", "Đã rút", "Đã hoàn thành", "Đã hoàn thành", "Đã hoàn thành", "Đã trả kết quả", "Đã trả kết quả"]
YES = ["Có", "Không", "", "Có", "chắc là có"]
UNREAD = {"Phí, lệ phí (đồng)": "nhiều", "Kênh nộp": "bằng thư", "Ngày hẹn trả": "31/02/2023", "Ngày kết thúc xử lý": "sắp xong", "Số lần yêu cầu bổ sung": "vài", "Mức độ": "bốn",
          "Ngày tiếp nhận": "hôm qua", "Trạng thái": "không rõ", "Đơn vị giải quyết": "Xã Không Có", "Ngày bổ sung xong": "32/13/2023"}


def written(moment, chance):
    return "" if moment is None else moment.strftime(chance.choice(["%d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S"]))


def dossier(number, chance):
    received = datetime.datetime(2022, 11, 1) + datetime.timedelta(days=chance.randrange(420), hours=chance.randrange(7, 17), minutes=chance.randrange(60))
    due = received + datetime.timedelta(days=chance.randrange(12)) if chance.random() > 0.1 else None
    status = chance.choice(STATUSES)
    is_done = status in STATUSES[4:]
    ended = received + datetime.timedelta(days=chance.randrange(-1, 20), hours=chance.randrange(5)) if is_done and chance.random() > 0.1 else None
    if ended and chance.random() < 0.1:
        ended = datetime.datetime(2023, 10, 5, 9, 15)
    returned = (ended or received) + datetime.timedelta(days=chance.randrange(3)) if status == STATUSES[-1] and chance.random() > 0.2 else None
    asked = received + datetime.timedelta(days=2) if chance.random() < 0.2 else None
    code, name, sector = chance.choice(PROCEDURES)
    commune = chance.choice(COMMUNES)
    form = chance.choice(["000.26.18.H37-{day:%y%m%d}-{number:04}", "{number:06}", "HS-{number}", "15/{number}"])
    return {
        "Mã hồ sơ": form.format(day=received, number=number), "Mã TTHC": code, "Tên TTHC": name, "Lĩnh vực": sector, "Đơn vị tiếp nhận": chance.choice([commune, "", COMMUNES[0]]),
        "Đơn vị giải quyết": commune, "Kênh nộp": chance.choice(["Trực tuyến", "Trực tiếp", "BCCI", ""]), "Mức độ": chance.choice(["Toàn trình", "Một phần", ""]),
        "Ngày nộp": written(received - datetime.timedelta(days=1), chance) if chance.random() < 0.5 else "", "Ngày tiếp nhận": written(received, chance) if chance.random() > 0.03 else "",
        "Ngày hẹn trả": written(due, chance), "Ngày kết thúc xử lý": written(ended, chance), "Ngày trả kết quả": written(returned, chance), "Trạng thái": status,
        "Số lần yêu cầu bổ sung": chance.choice(["", "0", "1", "2", "3"]), "Ngày yêu cầu bổ sung": written(asked, chance),
        "Ngày bổ sung xong": written(asked + datetime.timedelta(days=3), chance) if asked and chance.random() < 0.6 else "", "Ngày hẹn trả trước": written(due, chance) if chance.random() < 0.1 else "",
        "Phí, lệ phí (đồng)": chance.choice(["", "0", "15.000", "8000"]), "Thanh toán trực tuyến": chance.choice(YES[:4]), "Số hóa hồ sơ": chance.choice(YES), "Kết quả điện tử": chance.choice(YES),
        "Tái sử dụng dữ liệu": chance.choice(YES[:3]), "Hình thức trả kết quả": chance.choice(["BCCI", "Trực tiếp", ""]),
        "Ngày gửi thư xin lỗi": written(due, chance) if chance.random() < 0.05 else "",
    }


def changed(row, chance):
    """The same dossier, told of otherwise."""
    other = dossier(chance.randrange(10**6), chance)
    names = chance.sample(HEADINGS[1:], chance.randrange(1, 6))
    return row | {name: other[name] for name in names}


def unread(row, chance):
    name = chance.choice(list(UNREAD))
    return row | {name: UNREAD[name]}


def told_later(rows, chance):
    """The list as it is told some weeks later: some are gone, some moved, some are told of twice."""
    told = []
    for row in rows:
        luck = chance.random()
        if luck < 0.06:
            continue
        told.append(changed(row, chance) if luck < 0.3 else row)
        if luck > 0.96:
            told.append(changed(row, chance) if luck > 0.98 else row)
        if 0.3 < luck < 0.36:
            told.append(unread(row, chance))
    return told


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADINGS)
        writer.writeheader()
        writer.writerows(rows)


def write_exports(folder, seed, number):
    """The exports in the order in which they are taken in: each with the day it shows and the connector that reads it."""
    chance = random.Random(seed)
    rows = [dossier(at, chance) for at in range(number)]
    others = [dossier(number + at, chance) for at in range(number // 10)]
    told = [(told_later(rows, chance), "2023-11-15", None)]
    told.append((told_later(rows + others, chance), "2023-12-20", None))
    told.append((told_later(chance.sample(rows, number // 3), chance), "2023-12-20", "other_system"))
    told.append((told_later(rows + others, chance), "2023-12-31", None))
    told.append((told_later(chance.sample(rows, number // 4), chance), "2023-12-31", "other_system"))
    exports = []
    for at, (list_, day, connector) in enumerate(told):
        path = folder / f"danh-sach-{at}.csv"
        write(path, list_)
        exports.append((path, day, connector))
    return exports


def write_content(folder):
    """Content of the office's own: a second system, whose lists look like those of the first."""
    to = folder / "connectors" / "other_system"
    shutil.copytree("connectors/generic_dossiers", to)
    description = to / "connector.toml"
    text = description.read_text(encoding="utf-8").replace('id = "generic_dossiers"', 'id = "other_system"')
    start = text.index("# Archives tell by the id")
    end = text.index("[[column]]")
    description.write_text(text[:start] + text[end:], encoding="utf-8")
    return Path(folder)
