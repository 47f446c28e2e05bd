#!/bin/sh
# Makes dashboards/assets/fonts from Noto Sans (OFL), and src/report/pdf/fonts from Tinos (OFL), which is as wide as Times New Roman: Latin and Vietnamese letters only. Needs npm and pip install fonttools brotli.
set -eu
out=$(cd "$(dirname "$0")/../dashboards/assets/fonts" && pwd)
aside=$(mktemp -d)
trap 'rm -rf "$aside"' EXIT
cd "$aside"
npm pack --silent @expo-google-fonts/noto-sans@0.4.2 >/dev/null
tar -xzf ./*.tgz
letters="U+0020-007E,U+00A0-00FF,U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303,U+0309,U+0323,U+1EA0-1EF9,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+2032-2033,U+2039-203A,U+20AB,U+2190-2193,U+2212,U+2248,U+2260,U+2264-2265,U+25B2,U+25BC,U+25B6,U+2713"
for weight in 400Regular 600SemiBold; do
    name=NotoSans-$(echo $weight | tr -d 0-9)
    for flavor in ttf woff2; do
        [ $flavor = woff2 ] && as="--flavor=woff2" || as=""
        pyftsubset "package/$weight/NotoSans_$weight.ttf" --unicodes="$letters" --layout-features=kern,mark,mkmk,ccmp,locl \
            --name-IDs=0,1,2,3,4,5,6,13,14,16,17 $as --output-file="$out/$name.$flavor"
    done
done
cp package/LICENSE_FONT "$out/OFL.txt"

paper=$out/../../../src/report/pdf/fonts
rm -r package
npm pack --silent @expo-google-fonts/tinos@0.4.2 >/dev/null
tar -xzf expo-google-fonts-tinos-*.tgz
for weight in 400Regular 400Regular_Italic 700Bold 700Bold_Italic; do
    name=Tinos-$(echo $weight | tr -d 0-9_)
    pyftsubset "package/$weight/Tinos_$weight.ttf" --unicodes="$letters" --layout-features=kern,mark,mkmk,ccmp,locl \
        --name-IDs=0,1,2,3,4,5,6,13,14,16,17 --no-hinting --output-file="$paper/$name.ttf"
done
cp package/LICENSE_FONT "$paper/LICENSE.txt"
