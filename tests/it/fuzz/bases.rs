//! Small files that are well, of every format.

use std::{fs, io::Write as _};

use flate2::{Compression, write::GzEncoder};

use crate::{ingest::bombs::zipped, support::intake::kept};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    Xls,
    Xlsx,
    Ods,
    Html,
    Xml2003,
    Csv,
    Tsv,
    Json,
    Zip,
    Gzip,
    WebArchive,
}

const HEADING: [&str; 5] =
    ["Mã hồ sơ", "Đơn vị giải quyết", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái"];

impl Base {
    /// Ending and bytes of each.
    pub fn files(self) -> Vec<(&'static str, Vec<u8>)> {
        let of = |ending: &'static str, names: &[&str]| {
            let read = |name: &&str| (ending, fs::read(kept(name)).expect("a file"));
            names.iter().map(read).collect()
        };
        match self {
            Self::Xls => of(
                "xls",
                &[
                    "ho-so-2023-12-31-merged.xls",
                    "trang-tinh-2023-12-31.xls",
                    "ngay-2023-12-31.xls",
                ],
            ),
            Self::Xlsx => of(
                "xlsx",
                &[
                    "ho-so-2023-12-31-merged.xlsx",
                    "trang-tinh-2023-12-31.xlsx",
                    "cong-thuc-2023-12-31.xlsx",
                ],
            ),
            Self::Ods => of("ods", &["ho-so-2023-12-31-merged.ods", "trang-tinh-2023-12-31.ods"]),
            Self::Html => of("xls", &["ho-so-2023-12-31-page.xls"]),
            Self::Csv => of(
                "csv",
                &[
                    "ho-so-2023-12-31-bom.csv",
                    "ho-so-2023-12-31-tcvn3.csv",
                    "ho-so-2023-12-31-cr.csv",
                ],
            ),
            Self::Tsv => of("txt", &["ho-so-2023-12-31-unicode.txt"]),
            Self::Xml2003 => vec![("xml", xml_2003().into_bytes())],
            Self::Json => vec![("json", json().into_bytes())],
            Self::Zip => vec![("zip", zipped(&[("so.csv", csv(20).as_bytes(), b"", 0, b"")]))],
            Self::Gzip => vec![("csv.gz", gzip(csv(20).as_bytes()))],
            Self::WebArchive => vec![("mht", web_archive().into_bytes())],
        }
    }

    /// Whether it is a zip of parts.
    pub fn is_packed(self) -> bool {
        matches!(self, Self::Xlsx | Self::Ods | Self::Zip)
    }

    /// Words of its grammar.
    pub fn words(self) -> &'static [&'static str] {
        match self {
            Self::Html | Self::WebArchive => &[
                "<tr>",
                "</tr>",
                "<td rowspan=\"65000\">",
                "<td colspan=9999>",
                "</table>",
                "<table>",
                "&#0;",
                "<!--",
                "<script>",
            ],
            Self::Xml2003 | Self::Xlsx | Self::Ods => &[
                "</row>",
                "<row r=\"1048576\">",
                "<c t=\"s\"><v>99999999</v></c>",
                "<![CDATA[",
                "]]>",
                "&amp;",
                "&#1;",
                "<Row ss:Index=\"-1\">",
                " number-rows-repeated=\"1048576\"",
                "ss:MergeAcross=\"70000\"",
            ],
            Self::Json => &[
                "[", "]", "{", "}", "\"", ",", ":", "null", "1e999", "-", "\\ud800", "\\u0000",
                "[[[[[[[[",
            ],
            _ => &[
                "\"",
                "\"\"",
                ";",
                ",",
                "\t",
                "\r",
                "\n",
                "\r\n",
                "\0",
                "\u{FEFF}",
                "\n\n",
                "Mã hồ sơ",
                "Tổng cộng",
                "99999999999999999999",
                "31/02/2023",
            ],
        }
    }
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(bytes).expect("in memory");
    gzip.finish().expect("in memory")
}

fn rows(count: usize) -> impl Iterator<Item = [String; 5]> {
    (0..count).map(|number| {
        let day = format!("{:02}/12/2023", number % 28 + 1);
        [format!("A{number}"), "06283".into(), day.clone(), day, "Đang giải quyết".into()]
    })
}

fn csv(count: usize) -> String {
    rows(count).fold(HEADING.join(";") + "\n", |text, row| text + &row.join(";") + "\n")
}

fn xml_2003() -> String {
    let cell = |text: &str| format!("<Cell><Data ss:Type=\"String\">{text}</Data></Cell>");
    let line = |cells: String| format!("<Row>{cells}</Row>\n");
    let heading = line(HEADING.map(cell).concat());
    let rows: String = rows(12).map(|row| line(row.iter().map(|it| cell(it)).collect())).collect();
    format!(
        "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" \
         xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"So\"><Table>{heading}{rows}</Table></Worksheet></Workbook>"
    )
}

fn json() -> String {
    let one = |number: usize| {
        format!(
            "{{\"MaHoSo\": \"{number:04}\", \"ThoiDiemXuLy\": \"20231204081500\", \"PhongBanXuLy\": \"Một cửa\", \"TrangThai\": \"2\"}}"
        )
    };
    let all: Vec<String> = (0..12).map(one).collect();
    format!("{{\"code\": 200, \"data\": [{}], \"message\": null}}", all.join(",\n"))
}

fn web_archive() -> String {
    let cell = |text: &str| format!("<td>{text}</td>");
    let line = |cells: String| format!("<tr>{cells}</tr>\r\n");
    let heading = line(HEADING.map(cell).concat());
    let rows: String = rows(12).map(|row| line(row.iter().map(|it| cell(it)).collect())).collect();
    format!(
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html; charset=\"utf-8\"\r\n\
         Content-Transfer-Encoding: 8bit\r\n\r\n<html><body><table>{heading}{rows}</table></body></html>\r\n--b--\r\n"
    )
}
