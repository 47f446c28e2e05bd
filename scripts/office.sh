#!/bin/sh
# Opens a report of the samples in LibreOffice, as a clerk would, and reads what it shows: the Word document, the workbook, and our own PDF.
# Where there is no LibreOffice (Writer, Calc) or no pdftotext it says so and is done, unless EVERY_TEST=required.
set -eu
program=$(realpath "$1")
aside=$(mktemp -d)
trap 'rm -rf "$aside"' EXIT
. "$(dirname "$0")/left_out.sh"
without() { left_out "tests of documents in LibreOffice" "$1"; }
command -v soffice >/dev/null || without "there is no LibreOffice"
command -v pdftotext >/dev/null || without "there is no pdftotext"
cd "$aside"
opened() {
    soffice "-env:UserInstallation=file://$aside/profile" --headless --convert-to pdf --outdir opened "$1" >/dev/null 2>&1
    [ -s "opened/$(basename "${1%.*}").pdf" ]
}
echo nothing >try.txt
opened try.txt || without "LibreOffice has no Writer"
"$program" demo >/dev/null 2>&1
"$program" report weekly --period 2023 --out made >/dev/null
says() {
    pdftotext -layout "$1" - | tr -s ' \n' ' ' >said.txt
    grep -qF "$2" said.txt || { echo "$1 does not say: $2" >&2; exit 1; }
}
for ending in docx xlsx; do
    opened "made/weekly-2023.$ending" || { echo "LibreOffice cannot open weekly-2023.$ending" >&2; exit 1; }
    says opened/weekly-2023.pdf "Xã An Sơn 80,63% (387/480)"
    says opened/weekly-2023.pdf "93 hồ sơ kéo chỉ tiêu xuống"
done
# Of the workbook, the number itself as it is shown.
says opened/weekly-2023.pdf "80.63%"
if [ -e made/weekly-2023.pdf ]; then
    says made/weekly-2023.pdf "Xã An Sơn 80,63% (387/480)"
    pdfinfo made/weekly-2023.pdf | grep -q "^Tagged: *yes" || { echo "the PDF is not tagged" >&2; exit 1; }
fi
# No row runs over the foot of its page (20 mm of 297, in points).
if [ -e made/weekly-2023.pdf ]; then
    pdftotext -bbox made/weekly-2023.pdf - | awk -F'"' '/>000\./ && $8 > 786 { bad = 1 } END { exit bad }' ||
        { echo "a table of the PDF runs over the foot of its page" >&2; exit 1; }
fi
echo "documents open and say what they should"
