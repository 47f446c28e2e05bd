//! The kinds of charts, as an address, a report and a command name them.

use std::str::FromStr;

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// Names a kind of chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChartKind {
    /// The ranking of agencies
    #[default]
    Bar,
    /// Agencies by name and value, drawn for the width asked for; of many the two ends
    Ladder,
    /// One agency over time
    Line,
    /// Where all agencies lie
    Dots,
    /// Agencies by the steps of the period
    Heat,
    /// Agencies by week
    Weeks,
    /// Early, on time and late, step by step
    Parts,
    /// The trends of all agencies, side by side
    Multiples,
    /// A tile for each agency, under what it stands or stood under
    Tiles,
}

/// How many of each end are drawn where not all are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LadderEnds {
    pub worst: usize,
    pub best: usize,
}

impl LadderEnds {
    /// For a page: what is read without looking for the line one was in.
    pub const PAGE: Self = Self { worst: 15, best: 5 };
    /// For half a sheet of paper, beside what is said.
    pub const CARD: Self = Self { worst: 6, best: 2 };
}

impl ChartKind {
    /// Gives the name by which it is asked for.
    pub fn id(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }
}

impl FromStr for ChartKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        ValueEnum::from_str(text, false)
    }
}
