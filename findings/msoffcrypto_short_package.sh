#!/bin/sh
# msoffcrypto-tool 6.1.0 (PyPI, Python 3.11, with olefile 0.47): a workbook that is locked by it is lost where the locked package is
# shorter than the 4 096 bytes under which a compound file keeps streams in its ministream. Package and EncryptionInfo then begin at the
# same small sector, and the second is written over the first: nothing opens the file again, the tool itself included. A workbook of
# a few rows without a theme is so short. Seen:
#   workbook of 3 000 bytes: package of 3016, both streams begin at small sector 9; decrypt with the same password: ValueError
#   workbook of 8 192 bytes: decrypt gives back the bytes that went in
# A "workbook under Excel's own password" of so few rows made with it therefore is a damaged file, not a locked one: motcua refuses it.
# Ends with an error if any of it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check msoffcrypto-tool==6.1.0 olefile==0.47
"$folder/venv/bin/python" - <<'PYTHON'
import io
import zipfile

import msoffcrypto
import olefile
from msoffcrypto.exceptions import InvalidKeyError

CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.'
    f'openxmlformats-package.relationships+xml"/><Override PartName="/book.xml" ContentType="{CONTENT}.sheet.main+xml"/>'
    f'<Override PartName="/sheet.xml" ContentType="{CONTENT}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" Type="{LINKS}/officeDocument" '
    'Target="book.xml"/></Relationships>',
    "book.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets><sheet name="a" sheetId="1" r:id="a"/></sheets></workbook>',
    "_rels/book.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" Type="{LINKS}/worksheet" '
    'Target="sheet.xml"/></Relationships>',
}


def workbook(length):
    """A workbook whose one cell makes the whole file `length` bytes, uncompressed."""
    def made(padding):
        cell = f'<row><c t="inlineStr"><is><t>{"a" * padding}</t></is></c></row>'
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as file:
            for name, text in PARTS.items() | {("sheet.xml", f'<worksheet xmlns="{MAIN}"><sheetData>{cell}</sheetData></worksheet>')}:
                file.writestr(zipfile.ZipInfo(name), text)
        return out.getvalue()
    return made(length - len(made(0)))


def locked(plain):
    out = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(plain)).encrypt("mot-mat-khau", out)
    return out.getvalue()


def opened(bytes_):
    file = msoffcrypto.OfficeFile(io.BytesIO(bytes_))
    try:
        file.load_key(password="mot-mat-khau", verify_password=True)
        out = io.BytesIO()
        file.decrypt(out)
        return out.getvalue()
    except (InvalidKeyError, ValueError) as error:
        return type(error).__name__


short, long = workbook(3000), workbook(8192)
places = {entry.name: (entry.isectStart, entry.size) for entry in olefile.OleFileIO(locked(short)).direntries if entry}
print("short package:", places["EncryptedPackage"], places["EncryptionInfo"], opened(locked(short)))
print("long package:", opened(locked(long)) == long)
if places["EncryptedPackage"][0] != places["EncryptionInfo"][0] or opened(locked(short)) == short:
    raise SystemExit("expected both streams at one place, and a file that cannot be opened")
if opened(locked(long)) != long:
    raise SystemExit("expected the long one to be opened")
PYTHON
