//! The scale of values beside a plot, and the names of steps under it.

use super::{
    super::{
        canvas::{LINE, LabelSide, LabelStyle, SOFT, SvgCanvas, find_widest},
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

/// Places along a line for as many names as have room: the last, and every second, third … before it.
pub struct StepPlaces(Vec<(usize, i32)>);

impl StepPlaces {
    /// Chooses among the middles of all places, for names of at most that width; no letter lies outside of the bounds.
    pub fn new(middles: &[i32], widest: i32, bounds: (i32, i32)) -> Self {
        let pitch = match middles {
            [first, second, ..] => (second - first).max(1),
            _ => i32::MAX,
        };
        let (gap, half) = (widest / 10 + 2, widest / 2 + 1);
        let every = usize::try_from((widest + gap - 1) / pitch + 1).unwrap_or(1);
        let (mut free, mut places) = (bounds.1, Vec::new());
        for (index, middle) in middles.iter().enumerate().rev().step_by(every) {
            let middle = (*middle).min(bounds.1 - half).max(bounds.0 + half);
            if middle + half <= free {
                places.push((index, middle));
                free = middle - half - 2;
            }
        }
        Self(places)
    }

    /// Draws the names that have a place, their middle at a height.
    pub fn draw_names<'n>(
        &self,
        canvas: &SvgCanvas,
        name: impl Fn(usize) -> &'n str,
        style: LabelStyle,
        y: i32,
    ) -> Result<(), ChartError> {
        let style = style.on_side(LabelSide::Middle);
        for (index, middle) in &self.0 {
            if !name(*index).is_empty() {
                canvas.draw_text((*middle, y), name(*index), &style)?;
            }
        }
        Ok(())
    }
}
