"""Makes the files of this folder; README.md says with what. Run it in this folder."""

import datetime as dt
import subprocess
import unicodedata
from pathlib import Path

import openpyxl
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HEADING = ["STT", "Mã hồ sơ", "Tên TTHC", "Chủ hồ sơ", "Điện thoại", "Đơn vị giải quyết", "Kênh nộp",
           "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Trạng thái", "Phí, lệ phí (đồng)"]
GROUPS = ["STT", "Hồ sơ", None, None, None, "Đơn vị giải quyết", "Kênh nộp", "Ngày, tháng, năm", None, None,
          "Trạng thái", "Phí, lệ phí (đồng)"]
D = dt.datetime
ROWS = [
    ["0001", "Đăng ký khai sinh & nhận cha, mẹ", "Nông Văn Mẫu", "0900000001", "UBND xã An Sơn", "Trực tuyến",
     D(2023, 12, 4, 8, 15), D(2023, 12, 7, 16, 30), D(2023, 12, 7, 9), "Đã xử lý xong", 1250000],
    ["0002", "Chứng thực bản sao; hợp đồng", "Lý Thị Ví Dụ", "0900000002", "Xã Hòa Bình", "Trực tiếp",
     D(2023, 12, 5, 9, 30), D(2023, 12, 8, 17), None, "Đang giải quyết", 184513],
    ["0003", "Đăng ký kết hôn", "Vi Văn Giả Định", "0900000003", "Thị trấn Văn Quan", "Bưu chính",
     D(2023, 12, 6, 10), D(2023, 12, 11, 17), D(2023, 12, 12, 8, 5), "Đã hoàn thành", 0],
    ["0004", "Cấp bản sao trích lục hộ tịch", "Hoàng Thị Thử", "0900000004", "Xã Đồng Giáp", "Trực tuyến",
     D(2023, 12, 7, 14), D(2023, 12, 12, 17), None, "Chờ bổ sung", 15000],
]
ROWS = [[number, "000.26.18.H37-2312-" + row[0], *row[1:]] for number, row in enumerate(ROWS, 1)]
CODE = {name: index for index, name in enumerate(HEADING)}


def text(value, thousands="."):
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.strftime("%d/%m/%Y %H:%M:%S")
    if isinstance(value, int) and thousands:
        return f"{value:,}".replace(",", thousands)
    return str(value)


def delimited(delimiter, thousands=""):
    def quoted(cell):
        return f'"{cell}"' if delimiter in cell or '"' in cell else cell
    lines = [HEADING, *[[text(cell, thousands) for cell in row] for row in ROWS]]
    return "".join(delimiter.join(quoted(cell) for cell in line) + "\r\n" for line in lines)


def cp1258(whole):
    """Letters with their own mark, the tone behind them, as Windows writes."""
    out = b""
    for letter in unicodedata.normalize("NFC", whole):
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            apart = unicodedata.normalize("NFD", letter)
            tone = [mark for mark in apart if mark in "\u0300\u0301\u0303\u0309\u0323"]
            base = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in tone))
            out += base.encode("cp1258") + tone[0].encode("cp1258")
    return out


def texts():
    plain = delimited(";")
    Path("ho-so-2023-12-31-cp1258.csv").write_bytes(cp1258(plain))
    iconv = subprocess.run(["iconv", "-f", "UTF-8", "-t", "TCVN5712-1"], input=plain.encode(), check=True, capture_output=True)
    Path("ho-so-2023-12-31-tcvn3.csv").write_bytes(iconv.stdout)
    Path("ho-so-2023-12-31-nfd.csv").write_bytes(unicodedata.normalize("NFD", plain).encode())
    Path("ho-so-2023-12-31-unicode.txt").write_bytes(b"\xff\xfe" + delimited("\t").encode("utf-16-le"))
    Path("ho-so-2023-12-31-dots.csv").write_bytes(delimited(";", ".").encode())
    Path("ho-so-2023-12-31-bom.csv").write_bytes(b"\xef\xbb\xbf" + plain.encode())
    Path("ho-so-2023-12-31-cr.csv").write_bytes(delimited(",").replace("\r\n", "\r").encode())


def page():
    def cell(tag, value, more=""):
        shown = text(value).replace("&", "&amp;").replace("Đ", "&#272;").replace("ô", "&ocirc;").replace("á", "&aacute;")
        return f"<{tag}{more}>{shown or '&nbsp;'}</{tag}>"
    groups, column = "", 0
    while column < len(GROUPS):
        width = 1
        while column + width < len(GROUPS) and GROUPS[column + width] is None:
            width += 1
        more = f' colspan="{width}"' if width > 1 else ' rowspan="2"'
        groups += cell("th", GROUPS[column], more)
        column += width
    under = "".join(cell("th", HEADING[at]) for at in [1, 2, 3, 4, 7, 8, 9])
    body = "".join("<tr>" + "".join(cell("td", value) for value in row) + "</tr>\n" for row in ROWS)
    Path("ho-so-2023-12-31-page.xls").write_text(
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8">'
        "<style>td {mso-number-format:'\\@'}</style></head><body>\n"
        "<table><tr><td>UBND HUYỆN V&Abreve;N QUAN</td><td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</td></tr></table>\n"
        f'<table border="1"><thead><tr>{groups}</tr>\n<tr>{under}</tr></thead>\n<tbody>{body}</tbody></table></body></html>',
        encoding="utf-8")


def merged():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Hồ sơ"
    sheet["A1"], sheet["G1"] = "UBND HUYỆN VĂN QUAN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    sheet["G2"], sheet["A4"] = "Độc lập - Tự do - Hạnh phúc", "DANH SÁCH HỒ SƠ THỦ TỤC HÀNH CHÍNH"
    sheet["A5"] = "(Từ ngày 01/12/2023 đến ngày 31/12/2023)"
    for area in ["A1:F1", "G1:L1", "G2:L2", "A4:L4", "A5:L5"]:
        sheet.merge_cells(area)
    for column, (group, own) in enumerate(zip(GROUPS, HEADING), 1):
        sheet.cell(7, column, group)
        if group != own:
            sheet.cell(8, column, own)
        else:
            sheet.merge_cells(start_row=7, end_row=8, start_column=column, end_column=column)
        sheet.cell(9, column, f"({column})")
        sheet.cell(7, column).font = Font(bold=True)
    sheet.merge_cells("B7:E7")
    sheet.merge_cells("H7:J7")
    line = 10
    for section, rows in [("Cấp xã", ROWS[:2]), ("Thị trấn", ROWS[2:])]:
        sheet.cell(line, 2, f"{'I' if rows is ROWS[:2] else 'II'}. {section}")
        sheet.merge_cells(start_row=line, end_row=line, start_column=2, end_column=6)
        line += 1
        for row in rows:
            for column, value in enumerate(row, 1):
                sheet.cell(line, column, value)
                if isinstance(value, dt.datetime):
                    sheet.cell(line, column).number_format = "dd/mm/yyyy hh:mm"
            line += 1
    sheet.cell(line, 2, "Tổng cộng")
    sheet.cell(line, 3, "4 hồ sơ")
    sheet.cell(line, 12, f"=SUM(L10:L{line - 1})")
    sheet.cell(line + 2, 9, "An Sơn, ngày 31 tháng 12 năm 2023")
    sheet.cell(line + 3, 2, "NGƯỜI LẬP BIỂU")
    sheet.cell(line + 3, 9, "CHỦ TỊCH")
    sheet.cell(line + 6, 2, "Lương Thị Bịa")
    book.save("ho-so-2023-12-31-merged.xlsx")


def simple(rows, name, epoch=None, more=None):
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    sheet = book.active
    sheet.title = "Hồ sơ"
    for row in rows:
        sheet.append(row)
    if more:
        more(book)
    book.save(name)
    return name


SHORT = ["Mã hồ sơ", "Đơn vị giải quyết", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái", "Phí, lệ phí"]


def short(code, received=D(2023, 12, 4), agency="UBND xã An Sơn", fee=None):
    return [code, agency, received, D(2023, 12, 29), "Đang giải quyết", fee]


def dates():
    days = ["04/12/2023 08:15:30", "04/12/2023", "4/12/2023", "4/12/23", "2023-12-04", "2023-12-04T01:15:30Z",
            "2023-12-04T10:15:30+09:00", "20231204081530", D(2023, 12, 4, 8, 15, 30), D(2023, 12, 4), 45264, 45264.5]
    bad = ["31/02/2023", "12/31/2023", "2023/05/06", "01/02/0001"]
    rows = [SHORT, *[short(f"D{at:02}", day) for at, day in enumerate([*days, *bad], 1)]]
    simple(rows, "ngay-2023-12-31.xlsx")
    in_1904 = [SHORT, short("D01", D(2023, 12, 4, 8, 15, 30)), short("D02", 45264 - 1462), short("D03", "04/12/2023")]
    simple(in_1904, "ngay-1904-2023-12-31.xlsx", CALENDAR_MAC_1904)


def numbers():
    heading = ["Mã đơn vị", "Tổng tiếp nhận", "Đúng hạn", "Tỷ lệ đúng hạn (%)"]
    simple([heading, ["H44", 1250000, 184513, 79.03], ["H44.01", 1004, 1004.0, 100], ["H44.03", "1.250.000", "184.513", "79,03"]],
           "so-2026-08.xlsx")


def sheets():
    def more(book):
        turned = book.create_sheet("Hòa Bình")
        turned.append(["DANH SÁCH"])
        turned.append(SHORT[::-1])
        turned.append(short("B1", agency="Xã Hòa Bình")[::-1])
        book.create_sheet("Ghi chú").append(["Không có bảng nào ở đây"])
        for name, state in [("Lưu", "hidden"), ("Cũ", "veryHidden")]:
            hidden = book.create_sheet(name)
            hidden.append(SHORT)
            hidden.append(short(f"X-{name}"))
            hidden.sheet_state = state
    simple([SHORT, short("A1"), short("A2")], "trang-tinh-2023-12-31.xlsx", more=more)


def formulas():
    rows = [SHORT, short("F1", "=DATE(2023,12,1)+3", fee="=1000*2+500"), short('="F"&2', fee="=NA()"), short("F3", fee="=1/0")]
    simple(rows, "cong-thuc.xlsx")
    # Only an office program works them out.
    for kind in ["xlsx:Calc MS Excel 2007 XML", "xls:MS Excel 97", "ods"]:
        convert("cong-thuc.xlsx", kind, "out")
        ending = kind.split(":")[0]
        Path(f"out/cong-thuc.{ending}").rename(f"cong-thuc-2023-12-31.{ending}")
    Path("cong-thuc.xlsx").unlink()
    Path("out").rmdir()


def convert(name, to, folder="."):
    subprocess.run(["soffice", "--headless", "--convert-to", to, "--outdir", folder, name], check=True, capture_output=True)


def far():
    def corner(at):
        return lambda book: book.active.__setitem__(at, "xa")
    simple([SHORT, short("A1")], "xa-2023-12-31.xlsx", more=corner("XFD1048576"))
    simple([SHORT, short("A1")], "xa-256.xlsx", more=corner("IV65536"))
    convert("xa-256.xlsx", "xls:MS Excel 97")
    Path("xa-256.xls").rename("xa-2023-12-31.xls")
    Path("xa-256.xlsx").unlink()


def heights():
    """Empty rows of a set height, of which Gnumeric says that they are as wide as the sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Hồ sơ"
    sheet.append(["Danh sách hồ sơ"])
    sheet.append([])
    sheet.append(["Mã hồ sơ", "Đơn vị giải quyết", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái"])
    for number in range(40):
        sheet.append([f"H{number:04}", "06283", f"{number % 9 + 1:02}/12/2023", "20/12/2023", "Đang giải quyết"])
        if number in (5, 34):
            sheet.append([])
    for row in [2, 9, 39, 47]:
        sheet.row_dimensions[row].height = 30
    book.save("cao-dong.xlsx")
    subprocess.run(["ssconvert", "-T", "Gnumeric_Excel:excel_biff8", "cao-dong.xlsx", "cao-dong-2023-12-31.xls"], check=True)
    Path("cao-dong.xlsx").unlink()


def heights_of_scripts():
    """The same by xlwt, which says of an empty row that it has the first column."""
    import xlwt
    book = xlwt.Workbook()
    sheet = book.add_sheet("Hồ sơ")
    rows = [["Mã hồ sơ", "Đơn vị giải quyết", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái"]]
    rows += [[f"H{number:04}", "06283", f"{number % 9 + 1:02}/12/2023", "20/12/2023", "Đang giải quyết"] for number in range(40)]
    rows[7:7] = [[]]
    for line, row in enumerate([*rows, []], 2):
        for column, value in enumerate(row):
            sheet.write(line, column, value)
        if not row:
            sheet.row(line).height = 600
    book.save("cao-dong-xlwt-2023-12-31.xls")


def protected():
    import msoffcrypto
    plain = simple([SHORT, short("A1")], "mat-khau-mo.xlsx")
    with open(plain, "rb") as source, open("mat-khau.xlsx", "wb") as out:
        msoffcrypto.OfficeFile(source).encrypt("mật khẩu", out)
    script = Path("protect.py").absolute()
    script.write_text('''
import sys, time, uno
from com.sun.star.beans import PropertyValue
def prop(name, value):
    it = PropertyValue(); it.Name, it.Value = name, value; return it
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
for _ in range(60):
    try:
        ctx = resolver.resolve("uno:socket,host=127.0.0.1,port=2083;urp;StarOffice.ComponentContext"); break
    except Exception: time.sleep(0.5)
desk = ctx.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", ctx)
folder = sys.argv[1]
book = desk.loadComponentFromURL(f"file://{folder}/mat-khau-mo.xlsx", "_blank", 0, (prop("Hidden", True),))
for name, kind in [("mat-khau.xls", "MS Excel 97"), ("mat-khau.ods", "calc8")]:
    book.storeToURL(f"file://{folder}/{name}", (prop("FilterName", kind), prop("Password", "matkhau")))
book.close(True)
try: desk.terminate()
except Exception: pass
''')
    office = subprocess.Popen(["soffice", "--headless", "--norestore", "--accept=socket,host=127.0.0.1,port=2083;urp;"])
    subprocess.run(["/usr/bin/python3", str(script), str(Path.cwd())], check=True)
    office.wait(30)
    Path(plain).unlink()
    script.unlink()


def unasked():
    """Under the password that Excel tries by itself."""
    import msoffcrypto
    plain = simple([SHORT, short("A1", agency="UBND xã An Sơn, huyện Văn Quan")], "mo.xlsx")
    with open(plain, "rb") as source, open("khong-hoi-2023-12-31.xlsx", "wb") as out:
        msoffcrypto.OfficeFile(source).encrypt("VelvetSweatshop", out)
    Path(plain).unlink()


if __name__ == "__main__":
    texts()
    page()
    merged()
    for kind in ["xls:MS Excel 97", "ods"]:
        convert("ho-so-2023-12-31-merged.xlsx", kind)
    dates()
    convert("ngay-2023-12-31.xlsx", "xls:MS Excel 97")
    convert("ngay-2023-12-31.xlsx", "ods")
    convert("ngay-1904-2023-12-31.xlsx", "xls:MS Excel 97")
    numbers()
    convert("so-2026-08.xlsx", "xls:MS Excel 97")
    convert("so-2026-08.xlsx", "ods")
    sheets()
    convert("trang-tinh-2023-12-31.xlsx", "xls:MS Excel 97")
    convert("trang-tinh-2023-12-31.xlsx", "ods")
    formulas()
    far()
    heights()
    heights_of_scripts()
    protected()
    unasked()
