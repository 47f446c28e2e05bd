//! The scale of values beside a plot, and the names of steps under it.

use super::{
    super::{
        canvas::{LINE, LabelSide, LabelStyle, SOFT, SvgCanvas, find_widest, measure_text},
        error::ChartError,
    },
    framed::PlotArea,
    scale::{format_tick, round_up},
    sheet::ChartSheet,
};

/// A scale from its lowest to its highest value.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueAxis {
    pub low: f64,
    pub high: f64,
    /// Between two numbers of it there are so many equal steps.
    pub steps: u32,
    /// Behind every number.
    pub unit: String,
}

impl ValueAxis {
    /// Makes the scale of all values: of shares from a round number under the lowest up to `full`, of counts from nothing to a round
    /// number over the highest.
    pub fn of_values(
        values: impl IntoIterator<Item = f64>,
        full: Option<f64>,
        (steps, unit): (u32, &str),
    ) -> Self {
        let (least, most) = values
            .into_iter()
            .fold((f64::INFINITY, 0.0_f64), |(least, most), it| (least.min(it), most.max(it)));
        let (low, high) = match full {
            Some(full) if least.is_finite() => {
                (((least / 20.0 - 0.25).floor().clamp(0.0, 4.0)) * 20.0, full.max(most))
            }
            Some(full) => (0.0, full),
            // The steps are whole numbers.
            None => (0.0, round_up(most, f64::from(steps))),
        };
        Self { low, high, steps, unit: unit.to_owned() }
    }

    /// Tells how far up the scale a value lies, of one.
    pub fn share(&self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// Tells whether a value lies on the scale.
    pub fn contains(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// Returns the numbers of the scale, each with its text.
    pub fn ticks(&self) -> Vec<(f64, String)> {
        let tick = |step: u32| {
            let value = self.low + (self.high - self.low) * f64::from(step) / f64::from(self.steps);
            (value, format!("{}{}", format_tick(value), self.unit))
        };
        (0..=self.steps).map(tick).collect()
    }

    /// Cuts room for the numbers off the left of an area.
    pub fn leave_room(&self, area: PlotArea, sheet: ChartSheet) -> PlotArea {
        let style = LabelStyle::new(sheet.small(), SOFT);
        let ticks = self.ticks();
        let widest = find_widest(ticks.iter().map(|(_, text)| text.as_str()), &style);
        PlotArea { left: area.left + widest + sheet.scale(8), ..area }
    }

    /// Draws a level line for every number, and the number left of it.
    pub fn draw_levels(
        &self,
        canvas: &SvgCanvas,
        plot: PlotArea,
        sheet: ChartSheet,
    ) -> Result<(), ChartError> {
        let style = LabelStyle::new(sheet.small(), SOFT).on_side(LabelSide::Left);
        for (value, text) in self.ticks() {
            let y = plot.y(self.share(value));
            canvas.draw_line(vec![(plot.left, y), (plot.right, y)], LINE, 1)?;
            canvas.draw_text((plot.left - sheet.scale(8), y), &text, &style)?;
        }
        Ok(())
    }
}

/// Names along a line, as many as have room: the last, and every second, third … before it.
pub struct StepLabels<'l> {
    /// Each name with the middle of its place.
    pub labels: Vec<(i32, &'l str)>,
    pub style: LabelStyle,
    /// No letter lies further left or right.
    pub bounds: (i32, i32),
}

impl StepLabels<'_> {
    /// Draws those that have room, their middle at a height.
    pub fn draw_at(&self, canvas: &SvgCanvas, y: i32) -> Result<(), ChartError> {
        let widest = find_widest(self.labels.iter().map(|(_, text)| *text), &self.style);
        let pitch = match self.labels.as_slice() {
            [first, second, ..] => (second.0 - first.0).max(1),
            _ => i32::MAX,
        };
        let gap = widest / 6 + 3;
        let every = usize::try_from((widest + gap - 1) / pitch + 1).unwrap_or(1);
        let (style, mut free) = (self.style.on_side(LabelSide::Middle), self.bounds.1);
        for (middle, text) in self.labels.iter().rev().step_by(every) {
            let half = measure_text(text, &style) / 2 + 1;
            let middle = (*middle).min(self.bounds.1 - half).max(self.bounds.0 + half);
            if !text.is_empty() && middle + half <= free {
                canvas.draw_text((middle, y), text, &style)?;
                free = middle - half - gap;
            }
        }
        Ok(())
    }
}
