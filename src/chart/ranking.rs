//! Bars side by side, lowest first, with the limit drawn in.

use super::{
    ChartError, Frame, Limit, Mark,
    canvas::{Canvas, FINE, INK, LINE, LOW, MARGIN, SOFT, Side, TOP, Type, WIDTH, draw, pixels},
};

const ROW: i32 = 27;
const THICKNESS: i32 = 15;
/// Room behind the longest bar for its value and sign.
const VALUE_ROOM: i32 = 116;

#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    pub frame: Frame,
    pub marks: Vec<Mark>,
    pub limit: Option<Limit>,
    /// The value a full bar stands for; the largest mark if there is none.
    pub full: Option<f64>,
}

impl Ranking {
    pub fn svg(&self) -> Result<String, ChartError> {
        let rows = i32::try_from(self.marks.len().max(1)).unwrap_or(i32::MAX / ROW - 10);
        let height = TOP + 14 + rows * ROW + 56;
        let description: Vec<String> =
            self.marks.iter().map(|mark| format!("{}: {}", mark.label, mark.text)).collect();
        draw(&self.frame, height, &description.join("; "), |canvas| {
            self.bars(canvas, TOP + 14, rows)
        })
    }

    fn bars(&self, canvas: &Canvas, top: i32, rows: i32) -> Result<(), ChartError> {
        let name = Type::new(14, INK).side(Side::Left);
        let mut left = MARGIN;
        for mark in &self.marks {
            // Viewers set the type a little wider or narrower than we measure it.
            left = left.max(MARGIN + canvas.width(&mark.label, &name)? * 11 / 10);
        }
        let (left, right) =
            (left.min(380) + 12, i32::try_from(WIDTH).unwrap_or(0) - MARGIN - VALUE_ROOM);
        let largest = self.marks.iter().filter_map(|mark| mark.value).fold(0.0, f64::max);
        let full = self.full.unwrap_or(largest).max(f64::MIN_POSITIVE);
        let x =
            |value: f64| left + pixels(f64::from(right - left) * (value / full).clamp(0.0, 1.0));
        for (row, mark) in (0..).zip(&self.marks) {
            let middle = top + row * ROW + ROW / 2;
            let (upper, lower) = (middle - THICKNESS / 2, middle + THICKNESS / 2);
            canvas.text((left - 12, middle), &mark.label, &name)?;
            let Some(value) = mark.value else {
                canvas.text((left, middle), &mark.text, &Type::new(13, SOFT))?;
                continue;
            };
            let colour = if mark.is_below { LOW } else { FINE };
            if self.full.is_some() {
                canvas.bar((left, upper), (right, lower), LINE)?;
            }
            canvas.bar((left, upper), (x(value).max(left + 1), lower), colour)?;
            let end = if self.full.is_some() { right } else { x(value) } + 10;
            let set = Type::new(14, if mark.is_below { LOW } else { INK });
            canvas.text(
                (end + 14, middle),
                &mark.text,
                &if mark.is_below { set.bold() } else { set },
            )?;
            if mark.is_below {
                canvas.below_sign((end, middle))?;
            }
        }
        if let Some(limit) = &self.limit {
            let at = x(limit.value);
            canvas.dashes((at, top - 6), (at, top + rows * ROW), INK)?;
            canvas.text(
                (at, top - 14),
                &limit.label,
                &Type::new(12, INK).bold().side(Side::Middle),
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Size, png};

    fn mark(label: &str, value: Option<f64>, text: &str, is_below: bool) -> Mark {
        Mark { label: label.into(), value, text: text.into(), is_below }
    }

    fn ranking() -> Ranking {
        Ranking {
            frame: Frame { title: "1 trên 2 xã dưới 90%".into(), ..Frame::default() },
            marks: vec![
                mark("Xã An Sơn", Some(80.625), "80,63%", true),
                mark("Xã Hữu Lễ", Some(95.0), "95,00%", false),
                mark("Xã Trống", None, "không có hồ sơ", false),
            ],
            limit: Some(Limit { value: 90.0, label: "ngưỡng 90%".into() }),
            full: Some(100.0),
        }
    }

    #[test]
    fn labels_values_and_limit_are_in_the_picture() {
        let svg = ranking().svg().expect("drawn");
        for text in ["1 trên 2 xã dưới 90%", "Xã An Sơn", "80,63%", "ngưỡng 90%", "không có hồ sơ"]
        {
            assert!(svg.contains(text), "{text}");
        }
    }

    #[test]
    fn what_is_below_has_a_sign_besides_its_colour() {
        let svg = ranking().svg().expect("drawn");
        assert_eq!(svg.matches("<polygon").count(), 1);
    }

    #[test]
    fn the_png_is_not_blank() {
        let bytes = png(&ranking().svg().expect("drawn"), Size::Usual).expect("rasterised");
        assert!(bytes.starts_with(b"\x89PNG") && bytes.len() > 5_000, "{} bytes", bytes.len());
    }

    #[test]
    fn no_marks_draw_an_empty_frame() {
        assert!(Ranking { marks: Vec::new(), ..ranking() }.svg().is_ok());
    }
}
