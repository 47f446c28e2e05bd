//! Bars side by side, lowest first, with the limit drawn in.

use super::{
    ChartError, ChartFrame, ChartMark, LimitLine, MarkTone,
    canvas::{
        FINE, INK, LINE, LOW, LabelSide, LabelStyle, MARGIN, SOFT, SvgCanvas, TOP, draw_chart,
        round_pixels,
    },
};

const ROW: i32 = 27;
const THICKNESS: i32 = 15;
/// On paper.
const PRINTED_ROW: i32 = 20;
const PRINTED_THICKNESS: i32 = 11;
/// Room behind the longest bar for its value and sign.
const VALUE_ROOM: i32 = 116;

/// Describes horizontal bars, one for each mark, with an optional limit line.
#[derive(Debug, Clone, PartialEq)]
pub struct RankingChart {
    pub frame: ChartFrame,
    pub marks: Vec<ChartMark>,
    pub limit: Option<LimitLine>,
    /// The value a full bar stands for; the largest mark if there is none.
    pub full: Option<f64>,
    /// Stands over the first of those of too few, which come after the others.
    pub few: String,
}

impl RankingChart {
    /// Renders the chart as SVG.
    pub fn render_svg(&self) -> Result<String, ChartError> {
        let headed = usize::from(self.first_few().is_some());
        let rows = i32::try_from((self.marks.len() + headed).max(1)).unwrap_or(i32::MAX / ROW - 10);
        let foot = if self.frame.is_printed { 32 } else { 56 };
        let height = TOP + 14 + rows * self.row() + foot;
        let description: Vec<String> =
            self.marks.iter().map(|mark| format!("{}: {}", mark.label, mark.text)).collect();
        draw_chart(&self.frame, height, &description.join("; "), |canvas| {
            self.draw_bars(canvas, TOP + 14, rows)
        })
    }

    fn row(&self) -> i32 {
        if self.frame.is_printed { PRINTED_ROW } else { ROW }
    }

    fn first_few(&self) -> Option<usize> {
        self.marks.iter().position(|mark| mark.tone == MarkTone::Few)
    }

    fn draw_bars(&self, canvas: &SvgCanvas, top: i32, rows: i32) -> Result<(), ChartError> {
        let (row, text) = (self.row(), if self.frame.is_printed { 13 } else { 14 });
        let thickness = if self.frame.is_printed { PRINTED_THICKNESS } else { THICKNESS };
        let name = LabelStyle::new(text, INK).on_side(LabelSide::Left);
        let mut left = MARGIN;
        for mark in &self.marks {
            // Viewers set the type a little wider or narrower than we measure it.
            left = left.max(MARGIN + canvas.measure_text(&mark.label, &name)? * 11 / 10);
        }
        let (left, right) = (left.min(380) + 12, self.frame.width() - MARGIN - VALUE_ROOM);
        let largest = self.marks.iter().filter_map(|mark| mark.value).fold(0.0, f64::max);
        let full = self.full.unwrap_or(largest).max(f64::MIN_POSITIVE);
        let x = |value: f64| {
            left + round_pixels(f64::from(right - left) * (value / full).clamp(0.0, 1.0))
        };
        let mut middle = top - row / 2;
        // Rows in which the rule would run through letters: from where to where, and their height.
        let mut written: Vec<(i32, i32, i32)> = Vec::new();
        for (at, mark) in self.marks.iter().enumerate() {
            middle += row;
            if self.first_few() == Some(at) {
                let set = LabelStyle::new(text - 1, SOFT).in_bold();
                canvas.draw_text((left, middle), &self.few, &set)?;
                written.push((left, left + canvas.measure_text(&self.few, &set)?, middle));
                middle += row;
            }
            let (upper, lower) = (middle - thickness / 2, middle + thickness / 2);
            canvas.draw_text((left - 12, middle), &mark.label, &name)?;
            let Some(value) = mark.value else {
                let set = LabelStyle::new(text - 1, SOFT);
                canvas.draw_text((left, middle), &mark.text, &set)?;
                written.push((left, left + canvas.measure_text(&mark.text, &set)?, middle));
                continue;
            };
            if self.full.is_some() {
                canvas.draw_bar((left, upper), (right, lower), LINE)?;
            }
            let (from, to) = ((left, upper), (x(value).max(left + 1), lower));
            match mark.tone {
                MarkTone::Few => canvas.draw_hollow_bar(from, to, SOFT)?,
                MarkTone::Fine => canvas.draw_bar(from, to, FINE)?,
                MarkTone::Short | MarkTone::Over => canvas.draw_bar(from, to, LOW)?,
            }
            let end = if self.full.is_some() { right } else { x(value) } + 10;
            let set = LabelStyle::new(text, INK).for_tone(mark.tone);
            canvas.draw_text((end + 14, middle), &mark.text, &set)?;
            written.push((end, end + 14 + canvas.measure_text(&mark.text, &set)?, middle));
            canvas.draw_sign((end, middle), mark.tone)?;
        }
        if let Some(limit) = &self.limit {
            let at = x(limit.value);
            let is_crossed = |(from, to, _): &(i32, i32, i32)| *from - 4 < at && at < *to + 8;
            let mut begin = top - 6;
            for (_, _, middle) in written.iter().filter(|text| is_crossed(text)) {
                canvas.draw_dashes((at, begin), (at, middle - row / 2), INK)?;
                begin = middle + row / 2;
            }
            canvas.draw_dashes((at, begin), (at, top + rows * row), INK)?;
            canvas.draw_text(
                (at, top - 14),
                &limit.label,
                &LabelStyle::new(12, INK).in_bold().on_side(LabelSide::Middle),
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{ImageSize, render_png};

    fn mark(label: &str, value: Option<f64>, text: &str, tone: MarkTone) -> ChartMark {
        ChartMark { label: label.into(), value, text: text.into(), tone, gap: 0.0 }
    }

    fn ranking() -> RankingChart {
        RankingChart {
            frame: ChartFrame {
                title: "1 trên 2 xã dưới 90%".into(), ..ChartFrame::default()
            },
            marks: vec![
                mark("Xã An Sơn", Some(80.625), "80,63%", MarkTone::Short),
                mark("Xã Hữu Lễ", Some(95.0), "95,00%", MarkTone::Fine),
                mark("Xã Trống", None, "không có hồ sơ", MarkTone::Fine),
            ],
            limit: Some(LimitLine {
                value: 90.0, is_ceiling: false, label: "ngưỡng 90%".into()
            }),
            full: Some(100.0),
            few: "Ít hồ sơ (dưới 10)".into(),
        }
    }

    #[test]
    fn labels_values_and_limit_are_in_the_picture() {
        let svg = ranking().render_svg().expect("drawn");
        for text in ["1 trên 2 xã dưới 90%", "Xã An Sơn", "80,63%", "ngưỡng 90%", "không có hồ sơ"]
        {
            assert!(svg.contains(text), "{text}");
        }
    }

    #[test]
    fn what_is_below_has_a_sign_besides_its_colour() {
        let svg = ranking().render_svg().expect("drawn");
        assert_eq!(svg.matches("<polygon").count(), 1);
        assert!(!svg.contains("Ít hồ sơ"), "nobody has few");
    }

    #[test]
    fn those_of_too_few_stand_hollow_under_a_heading_of_their_own() {
        let mut ranking = ranking();
        ranking.marks.insert(2, mark("Xã Đồng Giáp", Some(0.0), "0,00%", MarkTone::Few));
        let svg = ranking.render_svg().expect("drawn");
        let place = |text: &str| svg.find(&format!("{text}\n")).expect("it is written");
        assert!(place("Xã Hữu Lễ") < place("Ít hồ sơ (dưới 10)"));
        assert!(place("Ít hồ sơ (dưới 10)") < place("Xã Đồng Giáp"));
        assert_eq!(svg.matches("<polygon").count(), 1, "nobody says that it is under the limit");
    }

    #[test]
    fn the_rule_runs_through_no_letters() {
        let mut ranking = ranking();
        ranking.limit =
            Some(LimitLine { value: 10.0, is_ceiling: false, label: "ngưỡng".into() });
        ranking.marks.insert(2, mark("Xã Đồng Giáp", Some(50.0), "50,00%", MarkTone::Few));
        let number = |text: &str| text.parse::<i32>().expect("a number");
        let dash = regex::Regex::new(r#"stroke="\#17212B"[^>]* points="\d+,(\d+) \d+,(\d+) "#)
            .expect("a pattern");
        let places = ["Ít hồ sơ (dưới 10)", "không có hồ sơ"].map(|said| {
            regex::Regex::new(&format!(r#" y="(\d+)"[^<]*\n{}\n"#, regex::escape(said)))
                .expect("a pattern")
        });
        for is_printed in [false, true] {
            ranking.frame.is_printed = is_printed;
            let svg = ranking.render_svg().expect("drawn");
            let dashes: Vec<(i32, i32)> =
                dash.captures_iter(&svg).map(|it| (number(&it[1]), number(&it[2]))).collect();
            assert!(dashes.len() > 4, "{svg}");
            for place in &places {
                let y = number(&place.captures(&svg).expect("written")[1]);
                assert!(
                    dashes.iter().all(|it| it.1 <= y - 7 || it.0 >= y + 7),
                    "{place}: {dashes:?}"
                );
            }
        }
    }

    #[test]
    fn the_png_is_not_blank() {
        let bytes = render_png(&ranking().render_svg().expect("drawn"), ImageSize::Usual)
            .expect("rasterised");
        assert!(bytes.starts_with(b"\x89PNG") && bytes.len() > 5_000, "{} bytes", bytes.len());
    }

    #[test]
    fn no_marks_draw_an_empty_frame() {
        assert!(RankingChart { marks: Vec::new(), ..ranking() }.render_svg().is_ok());
    }
}
