//! Measures every text of a ladder over sheets and shapes of data: none too small, none cut off, none over another.

use rstest::rstest;

use super::{ChartSheet, LadderChart, LadderRung};
use crate::chart::{ChartFrame, ChartMark, LimitLine, MarkTone};

/// Where a text lies: left, right, middle, size.
#[derive(Debug)]
struct TextBox {
    text: String,
    left: f64,
    right: f64,
    middle: f64,
    size: f64,
}

/// Of a letter, in parts of its size: in a line of Noto Sans it is 0.46 wide, as a browser sets it.
const LETTER: f64 = 0.49;

fn attribute(tag: &str, name: &str) -> f64 {
    let (_, rest) = tag.split_once(&format!(" {name}=\"")).expect("it is there");
    rest.split_once('"').expect("it ends").0.parse().expect("a number")
}

/// Reads the texts of a picture as they stand in its SVG.
fn text_boxes(svg: &str) -> Vec<TextBox> {
    let texts = svg.split("<text").skip(1).map(|text| {
        let (tag, rest) = text.split_once('>').expect("a tag");
        let said = rest.split_once("</text>").expect("it ends").0.trim().to_owned();
        let (x, size) = (attribute(tag, "x"), attribute(tag, "font-size"));
        let letters = u32::try_from(said.chars().count()).expect("few");
        let width = f64::from(letters) * size * LETTER;
        let left = match tag {
            _ if tag.contains("\"end\"") => x - width,
            _ if tag.contains("\"middle\"") => x - width / 2.0,
            _ => x,
        };
        TextBox { text: said, left, right: left + width, middle: attribute(tag, "y"), size }
    });
    texts.collect()
}

fn ladder(count: usize, name: &str) -> LadderChart {
    let mark = |at: usize| {
        let (value, tone) = match at % 3 {
            0 => (80.0, MarkTone::Short),
            1 => (95.5, MarkTone::Few),
            _ => (100.0, MarkTone::Fine),
        };
        ChartMark {
            label: format!("{name} {at}"),
            value: Some(value),
            text: format!("{value:.2}%").replace('.', ","),
            tone,
            gap: 0.0,
        }
    };
    let mut rungs: Vec<LadderRung> = (0..count).map(|at| LadderRung::Mark(mark(at))).collect();
    if count > 15 {
        rungs.insert(15, LadderRung::Note("… 3.301 đơn vị ở giữa …".into()));
    }
    LadderChart {
        frame: ChartFrame {
            title: "Tỷ lệ hồ sơ giải quyết đúng hạn".into(),
            subtitle: "Tháng 12/2023 · 3.321 đơn vị, từ thấp lên · quy tắc: theo ngày".into(),
            footer: "Tính từ hồ sơ · phiên bản dữ liệu 5c84995b2651".into(),
            ..ChartFrame::default()
        },
        rungs,
        limit: Some(LimitLine { value: 99.0, is_ceiling: false, label: "ngưỡng 99%".into() }),
        full: Some(100.0),
    }
}

#[rstest]
fn every_text_is_large_enough_within_its_sheet_and_over_no_other(
    #[values(ChartSheet::Phone, ChartSheet::Page, ChartSheet::Slide)] sheet: ChartSheet,
    #[values(1, 2, 12, 20)] count: usize,
    #[values(false, true)] has_long_names: bool,
) {
    let name = if has_long_names { "Thị trấn Nông trường Mộc Châu" } else { "Xã A" };
    let svg = ladder(count, name).render_svg(sheet).expect("drawn");
    let tag = svg.split_once('>').expect("a tag").0;
    let (width, height) = (attribute(tag, "width"), attribute(tag, "height"));
    let boxes = text_boxes(&svg);
    assert!(boxes.len() > count * 2, "{} texts", boxes.len());
    for (at, one) in boxes.iter().enumerate() {
        assert!(one.size >= 9.0, "“{}” is too small: {one:?}", one.text);
        let is_within = one.left >= 0.0
            && one.right <= width
            && one.middle - one.size / 2.0 >= 0.0
            && one.middle + one.size / 2.0 <= height;
        assert!(is_within, "{one:?} leaves {width} by {height}");
        for other in &boxes[at + 1..] {
            let reach = one.size.midpoint(other.size) * 0.9;
            let is_apart = one.right <= other.left
                || other.right <= one.left
                || (one.middle - other.middle).abs() >= reach;
            assert!(is_apart, "{one:?} lies over {other:?}");
        }
    }
}
