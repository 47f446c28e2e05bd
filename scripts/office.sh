#!/bin/sh
# Opens papers of the samples in LibreOffice, as a clerk would, and reads what they show: a report, a letter, a form, a workbook, and our own PDF.
# Where there is no LibreOffice (Writer, Calc) or no pdftotext it says so and is done, unless EVERY_TEST=required.
set -eu
program=$(realpath "$1")
project=$(realpath "$(dirname "$0")/..")
aside=$(mktemp -d)
trap 'rm -rf "$aside"' EXIT
. "$(dirname "$0")/left_out.sh"
without() { left_out "tests of documents in LibreOffice" "$1"; }
command -v soffice >/dev/null || without "there is no LibreOffice"
for tool in pdftotext pdfinfo pdffonts pdftoppm pdfimages; do
    command -v "$tool" >/dev/null || without "there is no $tool"
done
cd "$aside"
# A page holds as much as its letters are wide: LibreOffice sees the project's own fonts, whatever this machine has.
cat >fonts.conf <<END
<?xml version="1.0"?>
<fontconfig>
  <dir>$project/src/report/pdf/fonts</dir>
  <dir>$project/dashboards/assets/fonts</dir>
  <cachedir>$aside/fonts</cachedir>
  <match><test name="family"><string>Times New Roman</string></test>
    <edit name="family" mode="assign" binding="same"><string>Tinos</string></edit></match>
</fontconfig>
END
export FONTCONFIG_FILE="$aside/fonts.conf"
# Dates and numbers as LibreOffice writes them where nothing is said of language or place.
export LC_ALL=C.UTF-8 TZ=UTC
wrong() { echo "$1" >&2; exit 1; }
opened() {
    soffice "-env:UserInstallation=file://$aside/profile" --headless --convert-to pdf --outdir opened "$1" >/dev/null 2>&1
    [ -s "opened/$(basename "${1%.*}").pdf" ]
}
echo nothing >try.txt
opened try.txt || without "LibreOffice has no Writer"
"$program" demo >/dev/null 2>&1
for report in weekly reminder bieu_06b; do
    "$program" report "$report" --period 2023 --out made >/dev/null
done
# Justified letters stand apart: what is said is compared without blanks.
says() {
    pdftotext -layout $3 "$1" - | tr -d ' \n\f' >said.txt
    grep -qF "$(echo "$2" | tr -d ' \n')" said.txt || wrong "$1 does not say: $2"
}
pages() { pdfinfo "$1" | sed -n 's/^Pages: *//p'; }
# What is neither white nor wholly dark: a page with nothing on it, or a picture that was not drawn, is found so.
drawn() {
    dark=$(tr -d '\377' <"$1" | wc -c)
    [ "$dark" -gt 800 ] && [ "$dark" -lt "$(($(wc -c <"$1") * 9 / 10))" ]
}
seen() {
    rm -f page-* picture-*
    pdftoppm -gray -r 40 "$1" page
    pdfimages "$1" picture
    for page in page-*.pgm; do
        drawn "$page" || wrong "$1: nothing is on $page"
    done
    # A mask is no picture.
    pictures=$(pdfimages -list "$1" | awk '$3 == "image" { printf "picture-%03d.ppm\n", $2 }')
    for picture in $pictures; do
        drawn "$picture" || wrong "$1: nothing is drawn in $picture"
    done
    found=$(echo "$pictures" | grep -c ppm || true)
    [ "$found" = "$2" ] || wrong "$1 has $found pictures, not $2"
}

for ending in docx xlsx; do
    opened "made/weekly-2023.$ending" || wrong "LibreOffice cannot open weekly-2023.$ending"
    says opened/weekly-2023.pdf "xã An Sơn 80,63% (387/480)" ""
    says opened/weekly-2023.pdf "397 hồ sơ giải quyết quá hạn" ""
    [ $ending = xlsx ] || seen opened/weekly-2023.pdf 2
done
# Of the workbook, the number itself as it is shown.
says opened/weekly-2023.pdf "80.63%" ""

letter=reminder-2023-06283
opened "made/$letter.docx" || wrong "LibreOffice cannot open $letter.docx"
says "opened/$letter.pdf" "Kính gửi: Ủy ban nhân dân xã An Sơn" ""
says "opened/$letter.pdf" "giải quyết đúng hạn 80,63% (387/480) hồ sơ, dưới ngưỡng 90%" ""
seen "opened/$letter.pdf" 0
# The signature is on no page alone.
last=$(pages "opened/$letter.pdf")
says "opened/$letter.pdf" "báo cáo kết quả thực hiện trước ngày" "-f $last"
says "opened/$letter.pdf" "Nơi nhận" "-f $last"

pdffonts "opened/$letter.pdf" | grep -q Tinos || wrong "LibreOffice did not take the project's fonts"

opened made/bieu_06b-2023.docx || wrong "LibreOffice cannot open bieu_06b-2023.docx"
says opened/bieu_06b-2023.pdf "3 Hộ tịch 5.326 2.513 2.813 0 5.094 2.920 1.907 267 232 211 21" ""
seen opened/bieu_06b-2023.pdf 0
[ "$(pages opened/bieu_06b-2023.pdf)" = 1 ] || wrong "bieu_06b-2023.docx is not one page"

if [ -e made/weekly-2023.pdf ]; then
    says made/weekly-2023.pdf "xã An Sơn 80,63% (387/480)" ""
    seen made/weekly-2023.pdf 2
    pdfinfo made/weekly-2023.pdf | grep -q "^Tagged: *yes" || wrong "the PDF is not tagged"
    # No row runs over the foot of its page (20 mm of 297, in points).
    pdftotext -bbox made/weekly-2023.pdf - | awk -F'"' '/>000\./ && $8 > 786 { bad = 1 } END { exit bad }' ||
        wrong "a table of the PDF runs over the foot of its page"
fi
echo "documents open and say what they should"
