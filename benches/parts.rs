//! Parts of the program without the engine, each once: `make bench-quick` counts the instructions of every `measure_part` by callgrind and
//! holds them against benches/parts.csv. What a part needs is made before it, and not counted.

use std::{fs, hint::black_box, path::Path};

use motcua::{
    catalog::{Catalog, connector::Connector},
    chart::{
        ChartFrame, ChartMark, ChartSheet, LadderChart, LadderRung, LimitLine, MarkTone, TrendChart,
    },
    domain::{
        name::{agency_readings, bare_key, text_key},
        period::Period,
        vietnamese_date::format_day,
    },
    ingest::{self, Export, export::FileKind},
};
use rust_xlsxwriter::Workbook;
use unicode_normalization::UnicodeNormalization;

const ROWS: usize = 2_000;
const HEADINGS: [&str; 9] = [
    "STT",
    "Mã hồ sơ",
    "Tên TTHC",
    "Chủ hồ sơ",
    "Đơn vị giải quyết",
    "Ngày tiếp nhận",
    "Ngày hẹn trả",
    "Ngày kết thúc xử lý",
    "Trạng thái",
];

/// Callgrind counts what happens in here, and nothing else; it knows the function by its name.
#[inline(never)]
fn measure_part(part: &mut dyn FnMut()) {
    part();
}

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
    let catalog = Catalog::load_content(None).expect("the content is well");
    let text = write_text(&rows());
    fs::write(at("clean.csv"), &text).expect("written");
    // Letters and their marks apart: such a text is read row by row.
    fs::write(at("dirty.csv"), text.nfd().collect::<String>()).expect("written");
    write_workbook(&rows(), &at("book.xlsx"));
    let decode = |name: &str, kind| decode(&catalog, &at(name), kind, folder.path());
    let names: Vec<String> = rows().into_iter().flatten().collect();
    let parts: [(&str, &mut dyn FnMut()); 9] = [
        ("load_content", &mut || drop(black_box(Catalog::load_content(None)))),
        ("decode_clean_csv", &mut || decode("clean.csv", FileKind::Text)),
        ("decode_dirty_csv", &mut || decode("dirty.csv", FileKind::Text)),
        ("decode_xlsx", &mut || decode("book.xlsx", FileKind::Xlsx)),
        ("text_keys", &mut || {
            for name in &names {
                black_box((text_key(name), bare_key(name)));
            }
        }),
        ("agency_readings", &mut || {
            for number in 0..500 {
                black_box(agency_readings(&agency(number)));
            }
        }),
        ("days_and_periods", &mut count_days),
        ("draw_ladder", &mut || drop(black_box(ladder().render_svg(ChartSheet::Page)))),
        ("draw_trend", &mut || drop(black_box(trend().render_svg(ChartSheet::Slide)))),
    ];
    for (name, part) in parts {
        say(name);
        measure_part(part);
    }
}

fn decode(catalog: &Catalog, path: &Path, kind: FileKind, scratch: &Path) {
    let connectors: Vec<&Connector> = catalog.connectors.iter().collect();
    let export = Export::from_path(path);
    let decoded = ingest::decode_export(&export, kind, &connectors, &catalog.layout, scratch);
    black_box(decoded.expect("decoded"));
}

fn agency(number: usize) -> String {
    let communes = ["An Sơn", "Hòa Bình", "Điềm He", "Văn Quan", "Tri Lễ", "Yên Phúc"];
    format!("UBND xã {}, huyện Văn Quan - tỉnh Lạng Sơn", communes[number % communes.len()])
}

fn rows() -> Vec<[String; HEADINGS.len()]> {
    let row = |number: usize| {
        let day = |behind: usize| {
            format!("{:02}/{:02}/2023 08:15:00", (number + behind) % 28 + 1, number % 12 + 1)
        };
        [
            number.to_string(),
            format!("000.26.18.H37-23{:02}{:02}-{number:05}", number % 12 + 1, number % 28 + 1),
            "Cấp Giấy xác nhận tình trạng hôn nhân".to_owned(),
            "Hoàng Thị Thử".to_owned(),
            agency(number),
            day(0),
            day(5),
            day(3),
            "Đã trả kết quả".to_owned(),
        ]
    };
    (0..ROWS).map(row).collect()
}

fn write_text(rows: &[[String; HEADINGS.len()]]) -> String {
    let lines = rows.iter().map(|row| row.join(";"));
    let lines: Vec<String> = std::iter::once(HEADINGS.join(";")).chain(lines).collect();
    lines.join("\n") + "\n"
}

fn write_workbook(rows: &[[String; HEADINGS.len()]], path: &Path) {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_row(0, 0, HEADINGS).expect("written");
    for (number, row) in (1..).zip(rows) {
        sheet.write_row(number, 0, row).expect("written");
    }
    workbook.save(path).expect("saved");
}

fn count_days() {
    for text in ["2023", "2023-Q3", "bc:2023-Q3", "2023-08", "2023-W34", "2023-02-11..2023-10-05"] {
        let period: Period = text.parse().expect("a period");
        for step in period.trend_steps() {
            black_box((format_day(step.start()), format_day(step.end()), step.previous_period()));
        }
    }
}

fn marks(count: u32) -> Vec<ChartMark> {
    let mark = |number: u32| ChartMark {
        label: format!("Xã Điềm He thứ {number}"),
        value: Some(f64::from(100 - number)),
        text: format!("{},5 %", 100 - number),
        tone: if number > 20 { MarkTone::Short } else { MarkTone::Fine },
        gap: 0.0,
    };
    (0..count).map(mark).collect()
}

fn frame() -> ChartFrame {
    ChartFrame {
        title: "Ba xã giải quyết hồ sơ chậm nhất huyện trong tháng 8 năm 2023".to_owned(),
        subtitle: "Tỷ lệ hồ sơ giải quyết đúng hạn, theo ngày".to_owned(),
        footer: "Nguồn: sổ theo dõi hồ sơ".to_owned(),
    }
}

fn limit() -> LimitLine {
    LimitLine { value: 95.0, is_ceiling: false, label: "chỉ tiêu 95 %".to_owned() }
}

fn ladder() -> LadderChart {
    LadderChart {
        frame: frame(),
        rungs: marks(40).into_iter().map(LadderRung::Mark).collect(),
        limit: Some(limit()),
        full: Some(100.0),
    }
}

fn trend() -> TrendChart {
    TrendChart {
        frame: frame(),
        marks: marks(52),
        limit: Some(limit()),
        full: Some(100.0),
        unit: " %".to_owned(),
    }
}

#[expect(clippy::print_stdout, reason = "the counts come in the order of these names")]
fn say(name: &str) {
    println!("{name}");
}
