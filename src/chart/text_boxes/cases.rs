//! Charts of every kind over data as they come, and as they rarely come.

use super::super::{
    CardPicture, ChartDrawing, ChartFrame, ChartMark, ChartPanel, HeatMap, LadderChart, LadderRung,
    LimitLine, MarkTone, SmallMultiples, SpreadChart, StackColumn, StackedBars, TileGrid,
    TileGroup, TrendChart, layout::ChartSheet,
};

/// What the data of a chart are like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataShape {
    Usual,
    LongNames,
    /// Nothing was counted in every second place.
    NothingCounted,
    AllEqual,
    AllHundred,
    /// All are of too few to be judged.
    AllFew,
    /// No shares: up to millions, without a limit.
    Counts,
    /// Nothing and all in turn.
    BothEnds,
}

impl DataShape {
    fn name(self, at: usize) -> String {
        let names = match self {
            Self::LongNames => [
                "Trung tâm Phục vụ hành chính công tỉnh Bà Rịa – Vũng Tàu",
                "Thị trấn Nông trường Việt Lâm huyện Vị Xuyên tỉnh Hà Giang",
                "Đặc khu Trường Sa",
            ],
            _ => ["Xã An Sơn", "Phường Võ Thị Sáu", "Thị trấn Nông trường Mộc Châu"],
        };
        names[at % names.len()].to_owned()
    }

    fn mark(self, at: usize, label: String) -> ChartMark {
        let share = match self {
            Self::NothingCounted if at.is_multiple_of(2) => None,
            Self::Usual | Self::LongNames | Self::NothingCounted | Self::AllFew => {
                Some([80.63, 97.5, 100.0, 66.67, 89.99, 90.0, 95.24, 71.0, 92.0][at % 9])
            }
            Self::AllEqual => Some(90.0),
            Self::AllHundred => Some(100.0),
            Self::BothEnds => Some(if at.is_multiple_of(2) { 0.0 } else { 100.0 }),
            Self::Counts => Some([254.0, 1_234_567.0, 0.0, 8_089.0][at % 4]),
        };
        let tone = match share {
            _ if self == Self::AllFew => MarkTone::Few,
            _ if self == Self::Counts => MarkTone::Fine,
            Some(share) if share < 90.0 => MarkTone::Short,
            _ => MarkTone::Fine,
        };
        let text = match share {
            None => "không có hồ sơ".to_owned(),
            Some(value) if self == Self::Counts => {
                crate::domain::decimal::format_thousands(format!("{value}").parse().expect("whole"))
            }
            Some(value) => format!("{value:.2}%").replace('.', ","),
        };
        let gap = share.map_or(0.0, |share: f64| (90.0 - share).max(0.0));
        ChartMark { label, value: share, text, tone, gap }
    }

    fn full(self) -> Option<f64> {
        (self != Self::Counts).then_some(100.0)
    }

    fn unit(self) -> String {
        if self == Self::Counts { String::new() } else { "%".into() }
    }

    fn limit(self) -> Option<LimitLine> {
        let line = |value, label: &str| LimitLine { value, is_ceiling: false, label: label.into() };
        match self {
            Self::Counts => None,
            Self::AllHundred => Some(line(100.0, "chỉ tiêu 100%")),
            Self::BothEnds => Some(line(0.5, "ngưỡng 0,5%")),
            _ => Some(line(90.0, "ngưỡng 90%")),
        }
    }

    /// A mark for each point; those of months have the sums of the period before them too.
    fn series(self, points: usize, seed: usize) -> Vec<ChartMark> {
        let label = |at: usize| match points {
            52 => format!("Tuần {}", at + 1),
            _ => format!("T{}/23{}", at + 1, if at + 1 == points { "*" } else { "" }),
        };
        let none = |mark: ChartMark| ChartMark {
            text: if mark.value.is_none() { String::new() } else { mark.text },
            ..mark
        };
        (0..points).map(|at| none(self.mark(at + seed, label(at)))).collect()
    }
}

fn frame() -> ChartFrame {
    ChartFrame {
        title: "3 trên 17 đơn vị đủ hồ sơ dưới 90%; 4 đơn vị ít hồ sơ: tỷ lệ hồ sơ giải quyết đúng hạn".into(),
        subtitle: "Năm 2023 (đến 15/12/2023) · quy tắc: theo ngày · 40 thấp nhất trong 3.321 · dấu rỗng: ít hồ sơ (dưới 10), không xét".into(),
        footer: "Tính từ hồ sơ · phiên bản dữ liệu 5c84995b2651".into(),
    }
}

/// A chart of every kind. Of more rows than a sheet holds those are drawn that it holds, as pages ask for them.
pub fn make_drawings(
    sheet: ChartSheet,
    shape: DataShape,
    units: usize,
    points: usize,
) -> Vec<(&'static str, ChartDrawing)> {
    let (frame, limit, full, unit) = (frame(), shape.limit(), shape.full(), shape.unit());
    let mark = |at: usize| shape.mark(at, shape.name(at));
    let marks = |count: usize| (0..units.min(count)).map(mark).collect::<Vec<ChartMark>>();
    let mut rungs: Vec<LadderRung> =
        marks(sheet.most_rows(false)).into_iter().map(LadderRung::Mark).collect();
    if units > 2 {
        rungs.insert(units.min(15), LadderRung::Note("Ít hồ sơ (dưới 10)".into()));
        rungs.push(LadderRung::Note("3.281 đơn vị ít hồ sơ, không vẽ".into()));
    }
    let of_row = |at: usize| (shape.name(at), shape.series(points, at));
    let panel = |at: usize| {
        let mark = mark(at);
        let marks = shape.series(points, at);
        ChartPanel { name: mark.label, text: mark.text, tone: mark.tone, marks }
    };
    // Of a province ten districts, of the country all provinces.
    let all = marks(units);
    let size = units.div_ceil(if units > 1000 { 34 } else { 10 }).max(8);
    let groups = all.chunks(size).map(|marks| TileGroup {
        heading: "Huyện Văn Quan: 3 trên 17 không đạt".into(),
        marks: marks.to_vec(),
    });
    let tiles = TileGrid { frame: frame.clone(), groups: groups.collect(), full };
    let heat = HeatMap {
        frame: frame.clone(),
        columns: shape.series(points, 0).into_iter().map(|mark| mark.label).collect(),
        rows: (0..units.min(sheet.most_rows(true))).map(of_row).collect(),
        full,
    };
    vec![
        (
            "ladder",
            ChartDrawing::Ladder(LadderChart {
                frame: frame.clone(),
                rungs,
                limit: limit.clone(),
                full,
            }),
        ),
        (
            "line",
            ChartDrawing::Trend(TrendChart {
                frame: frame.clone(),
                marks: shape.series(points, 0),
                limit: limit.clone(),
                full,
                unit: unit.clone(),
            }),
        ),
        (
            "dots",
            ChartDrawing::Spread(SpreadChart {
                frame: frame.clone(),
                marks: marks(units),
                limit: limit.clone(),
                full,
                unit: unit.clone(),
            }),
        ),
        ("heat", ChartDrawing::Heat(heat)),
        ("tiles", ChartDrawing::Tiles(tiles)),
        (
            "parts",
            ChartDrawing::Stack(StackedBars {
                frame: frame.clone(),
                parts: ["Trước hạn".into(), "Đúng ngày hẹn".into(), "Quá hạn".into()],
                columns: columns(shape, points),
            }),
        ),
        (
            "multiples",
            ChartDrawing::Multiples(SmallMultiples {
                frame,
                panels: (0..units.min(sheet.most_panels())).map(panel).collect(),
                limit,
                full,
                unit,
            }),
        ),
    ]
}

fn columns(shape: DataShape, points: usize) -> Vec<StackColumn> {
    let column = |mark: ChartMark| {
        let well = mark.value.filter(|_| shape != DataShape::Counts);
        let read = |share: f64| (share, format!("{share:.2}%").replace('.', ","));
        let shares = well.map(|well| [read(well * 0.25), read(well * 0.75), read(100.0 - well)]);
        let count = if shares.is_some() { "12.345".into() } else { String::new() };
        StackColumn { label: mark.label, count, shares, said: mark.text }
    };
    shape.series(points, 0).into_iter().map(column).collect()
}

/// What the limit of a chart is called, where it has one.
pub fn limit_name(drawing: &ChartDrawing) -> Option<String> {
    let limit = match drawing {
        ChartDrawing::Ladder(chart) => &chart.limit,
        ChartDrawing::Trend(chart) => &chart.limit,
        ChartDrawing::Spread(chart) => &chart.limit,
        ChartDrawing::Multiples(chart) => &chart.limit,
        ChartDrawing::Heat(_) | ChartDrawing::Tiles(_) | ChartDrawing::Stack(_) => &None,
    };
    limit.as_ref().map(|limit| limit.label.clone())
}

/// A card of long sentences over a ladder.
pub fn card(rows: usize) -> CardPicture {
    let drawings = make_drawings(ChartSheet::Page, DataShape::Usual, rows, 1);
    let ladder = drawings.into_iter().find_map(|(_, drawing)| match drawing {
        ChartDrawing::Ladder(ladder) => Some(ladder),
        _ => None,
    });
    let sentence = "4 trên 17 xã, phường, thị trấn dưới 90%: Xã An Sơn 80,63%, Thị trấn Nông trường Mộc Châu 88,38%, Xã Hòa Bình 89,02%. ";
    CardPicture {
        title: "Huyện Văn Quan: tuần 52, từ 25/12/2023 đến 31/12/2023".into(),
        paragraphs: vec![(sentence.into(), true), (sentence.repeat(3), false)],
        ladder,
        footer: "Tính từ hồ sơ, đến ngày 31/12/2023 · phiên bản dữ liệu 5c84995b2651".into(),
    }
}
